/** Calls jobs home when a campaign is cancelled or expires, and closes what is done. */
@NullMarked
package io.qunfa.task.ending;

import org.jspecify.annotations.NullMarked;
