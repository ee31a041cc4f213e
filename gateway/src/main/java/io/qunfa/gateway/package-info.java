/** The one entrance to the suite. */
@NullMarked
package io.qunfa.gateway;

import org.jspecify.annotations.NullMarked;
