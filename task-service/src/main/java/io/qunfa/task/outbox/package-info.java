/** Messages written with the change that they announce, and their relay to the broker. */
@NullMarked
package io.qunfa.task.outbox;

import org.jspecify.annotations.NullMarked;
