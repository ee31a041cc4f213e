/** Decides what becomes of dead letters: by a person, one or many, or by a policy. */
@NullMarked
package io.qunfa.task.replay;

import org.jspecify.annotations.NullMarked;
