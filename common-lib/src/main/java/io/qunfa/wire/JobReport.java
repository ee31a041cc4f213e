package io.qunfa.wire;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import io.qunfa.ids.CampaignId;
import io.qunfa.ids.JobId;
import io.qunfa.ids.TenantId;
import java.time.Instant;
import java.util.Objects;

/**
 * What became of a job, or of some of its recipients. Published with a confirm before the message
 * or the claim behind it is acknowledged. task-service settles the job, data-service records the
 * recipients; both must take a repeat. What lacks a part is refused where it is made or read,
 * before anybody works with it.
 *
 * @param epoch the dispatch that this speaks of
 */
@JsonIgnoreProperties(ignoreUnknown = true)
public record JobReport(
    int version,
    TenantId tenantId,
    CampaignId campaignId,
    int jobNo,
    int epoch,
    Instant reportedAt,
    JobOutcome outcome) {
  public static final int VERSION = 1;

  public JobReport {
    if (version != VERSION) {
      throw new IllegalArgumentException(
          "job report of version " + version + " is not understood, expected " + VERSION);
    }
    Objects.requireNonNull(tenantId, "tenantId is missing");
    Objects.requireNonNull(campaignId, "campaignId is missing");
    if (jobNo < 1) {
      throw new IllegalArgumentException("job number must be at least 1, got " + jobNo);
    }
    Objects.requireNonNull(reportedAt, "reportedAt is missing");
    Objects.requireNonNull(outcome, "outcome is missing");
  }

  public JobId jobId() {
    return new JobId(campaignId, jobNo);
  }
}
