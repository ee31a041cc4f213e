/** Send jobs, their states, and the question whether a call may begin. */
@NullMarked
package io.qunfa.task.job;

import org.jspecify.annotations.NullMarked;
