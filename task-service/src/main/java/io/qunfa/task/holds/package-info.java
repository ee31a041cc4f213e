/** What is held back just now, for those who ask why nothing moves. */
@NullMarked
package io.qunfa.task.holds;

import org.jspecify.annotations.NullMarked;
