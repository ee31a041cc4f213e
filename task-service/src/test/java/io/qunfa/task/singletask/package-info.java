/** Group commit, without servers. */
@NullMarked
package io.qunfa.task.singletask;

import org.jspecify.annotations.NullMarked;
