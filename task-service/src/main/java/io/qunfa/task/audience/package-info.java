/** What task-service asks data-service: freeze, preview, counts. */
@NullMarked
package io.qunfa.task.audience;

import org.jspecify.annotations.NullMarked;
