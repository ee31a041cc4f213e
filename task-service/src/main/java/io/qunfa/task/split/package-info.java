/** One row per account: when its jobs may leave next, and what holds it back. */
@NullMarked
package io.qunfa.task.split;

import org.jspecify.annotations.NullMarked;
