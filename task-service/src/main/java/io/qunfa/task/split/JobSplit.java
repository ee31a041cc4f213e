package io.qunfa.task.split;

import io.qunfa.task.job.SendJob;
import java.time.Instant;

/**
 * A job is to be cut in two.
 *
 * @param job as it was read: waiting
 * @param keep recipients that it keeps, fewer than it has
 * @param permitId what the limiter granted of it
 * @param restNotBefore when the others may leave
 * @param heldBy the limit that lets them wait, in one word
 */
public record JobSplit(
    SendJob job, int keep, String permitId, Instant restNotBefore, String heldBy) {
  public JobSplit {
    if (keep < 1 || keep >= job.recipients()) {
      throw new IllegalArgumentException(
          "job " + job.id() + " of " + job.recipients() + " cannot be split at " + keep);
    }
  }
}
