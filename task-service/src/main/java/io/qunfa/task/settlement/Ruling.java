package io.qunfa.task.settlement;

import io.qunfa.task.job.JobChange;
import io.qunfa.task.lane.LaneRest;
import org.jspecify.annotations.Nullable;

/**
 * What a report does to a job.
 *
 * @param rest the whole lane rests too; null: it does not
 */
record Ruling(JobChange change, Asking asking, @Nullable LaneRest rest) {

  /** What becomes of the questions to the channel about the job. */
  enum Asking {
    UNTOUCHED,
    FOR_RECEIPTS,
    FOR_RESOLUTION,
    ANSWERED,
    ENDED
  }

  Ruling(JobChange change, Asking asking) {
    this(change, asking, null);
  }
}
