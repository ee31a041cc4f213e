package io.qunfa.task.job;

import io.qunfa.ledger.RecipientState;
import io.qunfa.wire.JobOutcome;
import io.qunfa.wire.JobReport;
import java.time.Instant;

/** What task-service itself has to say to the ledger about a job. */
public final class Reports {
  private Reports() {}

  /**
   * @param remaining CANCELLED or EXPIRED
   */
  public static JobReport withdrawn(SendJob job, RecipientState remaining, Instant now) {
    return report(job, new JobOutcome.Withdrawn(remaining), now);
  }

  public static JobReport unknown(SendJob job, String evidence, Instant now) {
    return report(job, new JobOutcome.Unknown(evidence), now);
  }

  /** Nobody could have the job stopped at the channel. */
  public static JobReport stopped(
      SendJob job, RecipientState remaining, String evidence, Instant now) {
    return report(job, new JobOutcome.Stopped(remaining, 0, evidence), now);
  }

  private static JobReport report(SendJob job, JobOutcome outcome, Instant now) {
    return new JobReport(
        JobReport.VERSION,
        job.tenantId(),
        job.id().campaignId(),
        job.id().jobNo(),
        job.epoch(),
        now,
        outcome);
  }
}
