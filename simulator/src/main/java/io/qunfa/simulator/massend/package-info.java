/** The calls that create, remind of and cancel a mass-send task. */
@NullMarked
package io.qunfa.simulator.massend;

import org.jspecify.annotations.NullMarked;
