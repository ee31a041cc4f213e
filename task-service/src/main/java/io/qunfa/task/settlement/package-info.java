/** Takes the executors' reports and settles jobs. */
@NullMarked
package io.qunfa.task.settlement;

import org.jspecify.annotations.NullMarked;
