package io.qunfa.job;

import io.qunfa.ids.CampaignId;
import io.qunfa.ids.JobId;
import io.qunfa.ids.TenantId;

/**
 * An UNKNOWN job was found at the channel as this sending: is it this job's? One sending is one
 * job's, ever, so only who hears YOURS may report the job as accepted; asking again answers the
 * same.
 */
public record ClaimMsgid(
    TenantId tenantId, CampaignId campaignId, int jobNo, int epoch, String msgid) {
  public JobId jobId() {
    return new JobId(campaignId, jobNo);
  }

  public enum Verdict {
    YOURS,
    /** Another job has it: this job is still to be found. */
    ANOTHERS,
    /** The job is not UNKNOWN any more in this epoch, or was found as another sending. */
    SETTLED
  }

  public record Answer(Verdict verdict) {}
}
