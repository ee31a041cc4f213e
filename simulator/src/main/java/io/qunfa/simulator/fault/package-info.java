/** Injected faults: what goes wrong, on which call, how often. */
@NullMarked
package io.qunfa.simulator.fault;

import org.jspecify.annotations.NullMarked;
