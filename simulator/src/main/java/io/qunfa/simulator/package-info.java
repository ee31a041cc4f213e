/**
 * A faithful WeCom server for development and tests: state in memory, everything configurable while
 * it runs.
 */
@NullMarked
package io.qunfa.simulator;

import org.jspecify.annotations.NullMarked;
