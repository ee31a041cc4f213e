/** Limits that hold before anything else is done for a request. */
@NullMarked
package io.qunfa.gateway.edgelimit;

import org.jspecify.annotations.NullMarked;
