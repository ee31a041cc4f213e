/** Outcomes on their way to the broker, confirmed before anything is acknowledged. */
@NullMarked
package io.qunfa.executor.report;

import org.jspecify.annotations.NullMarked;
