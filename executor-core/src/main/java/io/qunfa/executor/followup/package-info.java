/** Later questions to the channel about jobs that left: receipts, stops, lost answers. */
@NullMarked
package io.qunfa.executor.followup;

import org.jspecify.annotations.NullMarked;
