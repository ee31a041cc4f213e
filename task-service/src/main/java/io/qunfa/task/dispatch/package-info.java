/** Sends due jobs of due lanes on their way. */
@NullMarked
package io.qunfa.task.dispatch;

import org.jspecify.annotations.NullMarked;
