/** Files that messages carry. */
@NullMarked
package io.qunfa.task.media;

import org.jspecify.annotations.NullMarked;
