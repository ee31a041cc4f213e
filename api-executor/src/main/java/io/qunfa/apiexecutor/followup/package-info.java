/** Receipts, stops and lost answers. */
@NullMarked
package io.qunfa.apiexecutor.followup;

import org.jspecify.annotations.NullMarked;
