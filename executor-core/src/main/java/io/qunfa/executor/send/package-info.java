/** From a message to its outcome: wait for a slot, prepare, begin, send, report, acknowledge. */
@NullMarked
package io.qunfa.executor.send;

import org.jspecify.annotations.NullMarked;
