/** Corp tags and the marking of customers with them. */
@NullMarked
package io.qunfa.simulator.tag;

import org.jspecify.annotations.NullMarked;
