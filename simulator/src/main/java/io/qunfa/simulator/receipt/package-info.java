/** The calls that tell what became of a mass-send task. */
@NullMarked
package io.qunfa.simulator.receipt;

import org.jspecify.annotations.NullMarked;
