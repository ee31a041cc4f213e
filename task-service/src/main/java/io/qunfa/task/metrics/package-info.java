/** Keeps the names of metrics that dashboards and alerts rely on. */
@NullMarked
package io.qunfa.task.metrics;

import org.jspecify.annotations.NullMarked;
