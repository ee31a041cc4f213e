/** Campaigns: what an operator writes and commands. */
@NullMarked
package io.qunfa.task.campaign;

import org.jspecify.annotations.NullMarked;
