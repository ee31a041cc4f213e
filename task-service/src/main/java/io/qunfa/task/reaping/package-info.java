/** Finds what has a deadline and passed it. */
@NullMarked
package io.qunfa.task.reaping;

import org.jspecify.annotations.NullMarked;
