/** The simulator as its clients see it: over HTTP, with a clock of our own. */
@NullMarked
package io.qunfa.simulator;

import org.jspecify.annotations.NullMarked;
