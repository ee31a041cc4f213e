/** Where a campaign or task stands, as one reading and as a stream. */
@NullMarked
package io.qunfa.task.progress;

import org.jspecify.annotations.NullMarked;
