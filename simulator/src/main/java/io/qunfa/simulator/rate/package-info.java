/** Frequency and concurrency limits per corp and API. */
@NullMarked
package io.qunfa.simulator.rate;

import org.jspecify.annotations.NullMarked;
