/** The suite and the simulator as their users see them: REST in, facts out. */
@NullMarked
package io.qunfa.e2e.client;

import org.jspecify.annotations.NullMarked;
