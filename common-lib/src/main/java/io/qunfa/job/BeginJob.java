package io.qunfa.job;

import io.qunfa.ids.CampaignId;
import io.qunfa.ids.JobId;
import io.qunfa.ids.TenantId;

/**
 * The last question before the call to the channel: a compare-and-set DISPATCHED → SENDING for
 * exactly this epoch.
 *
 * @param executor who asks, for the log: host and process
 */
public record BeginJob(
    TenantId tenantId, CampaignId campaignId, int jobNo, int epoch, String executor) {
  public JobId jobId() {
    return new JobId(campaignId, jobNo);
  }

  /**
   * GO: call the channel now. Everything else: do not, acknowledge the message, task-service has
   * dealt with it.
   */
  public enum Verdict {
    GO,
    PAUSED,
    CANCELLED,
    EXPIRED,
    /** Already answered. */
    SETTLED,
    /** Another epoch is under way. */
    STALE,
    /** This very epoch is already SENDING: a redelivery. The reaper decides. */
    TAKEN,
    /** The permit ran out while the message waited; the job will be dispatched anew. */
    PERMIT_EXPIRED
  }

  public record Answer(Verdict verdict) {}
}
