/** What is predicted, without servers. */
@NullMarked
package io.qunfa.task.forecast;

import org.jspecify.annotations.NullMarked;
