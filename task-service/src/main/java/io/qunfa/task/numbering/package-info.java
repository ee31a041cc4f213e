/** Campaign and task numbers: one range, handed out in blocks. */
@NullMarked
package io.qunfa.task.numbering;

import org.jspecify.annotations.NullMarked;
