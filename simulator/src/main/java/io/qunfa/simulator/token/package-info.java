/** Access tokens: one per corp and secret, the same until it expires. */
@NullMarked
package io.qunfa.simulator.token;

import org.jspecify.annotations.NullMarked;
