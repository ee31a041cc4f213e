/** The one loop of the process, and the signals that wake its steps. */
@NullMarked
package io.qunfa.task.stepping;

import org.jspecify.annotations.NullMarked;
