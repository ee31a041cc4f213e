package io.qunfa.task.job;

import io.qunfa.ids.JobId;
import io.qunfa.ids.TenantId;
import java.util.Comparator;

/** A job across tenants. Ordered as the table's key, so that all lock jobs in one order. */
public record JobKey(TenantId tenantId, JobId jobId) implements Comparable<JobKey> {
  private static final Comparator<JobKey> BY_KEY =
      Comparator.<JobKey>comparingLong(key -> key.tenantId().value())
          .thenComparingLong(key -> key.jobId().campaignId().value())
          .thenComparingInt(key -> key.jobId().jobNo());

  @Override
  public int compareTo(JobKey other) {
    return BY_KEY.compare(this, other);
  }
}
