/** Tests of the gateway as a whole. */
@NullMarked
package io.qunfa.gateway;

import org.jspecify.annotations.NullMarked;
