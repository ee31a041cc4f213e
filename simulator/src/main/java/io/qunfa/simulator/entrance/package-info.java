/** The door of the WeCom API: finds the call, checks it, disturbs it as ordered, answers it. */
@NullMarked
package io.qunfa.simulator.entrance;

import org.jspecify.annotations.NullMarked;
