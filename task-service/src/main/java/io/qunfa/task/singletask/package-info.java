/** Single sends and batches: accepted by group commit, then sent like campaigns. */
@NullMarked
package io.qunfa.task.singletask;

import org.jspecify.annotations.NullMarked;
