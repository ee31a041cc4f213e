/** From a running campaign to its send jobs. */
@NullMarked
package io.qunfa.task.planning;

import org.jspecify.annotations.NullMarked;
