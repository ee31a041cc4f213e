/** The JSON control endpoint: settings, corps, faults, and what was received. */
@NullMarked
package io.qunfa.simulator.control;

import org.jspecify.annotations.NullMarked;
