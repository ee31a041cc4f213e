/** What was called, when, and how it ended. */
@NullMarked
package io.qunfa.simulator.calls;

import org.jspecify.annotations.NullMarked;
