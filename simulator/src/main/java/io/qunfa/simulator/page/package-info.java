/** The page for people: what the simulator received. */
@NullMarked
package io.qunfa.simulator.page;

import org.jspecify.annotations.NullMarked;
