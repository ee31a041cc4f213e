package io.qunfa.task.dispatch;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * When a lane is to be looked at again.
 *
 * @param at null: nothing waits that could leave by the passing of time alone
 * @param turn its place among the due lanes then; null if it is not due
 * @param isFull all places in flight are taken; the job that leaves its place wakes the lane, which
 *     keeps its turn
 */
record NextDue(@Nullable Instant at, @Nullable Instant turn, boolean isFull) {
  static final NextDue NOTHING = new NextDue(null, null, false);
  static final NextDue FULL = new NextDue(null, null, true);

  static NextDue at(Instant at, Instant turn) {
    return new NextDue(at, turn, false);
  }
}
