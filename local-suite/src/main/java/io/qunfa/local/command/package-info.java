/**
 * What the script {@code ./qunfa} runs: the suite's supervisor and the commands that speak to it.
 */
@NullMarked
package io.qunfa.local.command;

import org.jspecify.annotations.NullMarked;
