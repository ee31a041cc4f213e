/** Later questions to the channel about jobs that left us. */
@NullMarked
package io.qunfa.task.followup;

import org.jspecify.annotations.NullMarked;
