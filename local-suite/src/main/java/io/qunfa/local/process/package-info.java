/**
 * Processes of this machine that end with their owner, and what they need: commands, folders,
 * ports.
 */
@NullMarked
package io.qunfa.local.process;

import org.jspecify.annotations.NullMarked;
