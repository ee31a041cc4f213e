/** When a campaign will be done, and what it waits for longest. */
@NullMarked
package io.qunfa.task.forecast;

import org.jspecify.annotations.NullMarked;
