package io.qunfa.task.protection;

import io.qunfa.ids.CampaignId;
import io.qunfa.ids.CorpId;
import io.qunfa.ids.JobId;
import io.qunfa.ids.TenantId;
import io.qunfa.protection.HoldReason;
import io.qunfa.task.job.JobChange;
import io.qunfa.task.job.JobKey;
import io.qunfa.task.job.JobStatus;
import io.qunfa.task.job.SendJob;
import io.qunfa.task.job.SendJobs;
import java.util.List;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/** A corp's policy has changed: what was held back under the old one is asked for again. */
@Component
class ReleaseHeldJobs {
  private static final int AT_MOST = 500;

  private final JdbcClient jdbc;
  private final SendJobs jobs;

  ReleaseHeldJobs(JdbcClient jdbc, SendJobs jobs) {
    this.jdbc = jdbc;
    this.jobs = jobs;
  }

  /**
   * @return whether there may be more
   */
  @Transactional
  public boolean release(TenantId tenant, CorpId corp) {
    List<JobKey> held =
        jdbc.sql(
                """
                select campaign_id, job_no from send_job force index (by_lane)
                where status = 'READY' and tenant_id = :tenant and corp_id = :corp
                  and held_by in (:reasons)
                limit :atMost
                """)
            .param("tenant", tenant.value())
            .param("corp", corp.value())
            .param("reasons", HoldReason.NAMES)
            .param("atMost", AT_MOST)
            .query(
                (row, number) ->
                    new JobKey(tenant, new JobId(new CampaignId(row.getLong(1)), row.getInt(2))))
            .list();
    List<SendJob> waiting = jobs.lock(held).stream().filter(ReleaseHeldJobs::isHeld).toList();
    jobs.change(waiting.stream().map(job -> JobChange.of(job, job.asReady(null))).toList());
    return held.size() == AT_MOST;
  }

  /** Limits and deferrals have nothing to do with the policy. */
  private static boolean isHeld(SendJob job) {
    String heldBy = job.heldBy();
    return job.status() == JobStatus.READY && heldBy != null && HoldReason.NAMES.contains(heldBy);
  }
}
