package io.qunfa.task.split;

import io.qunfa.ids.CampaignId;
import io.qunfa.ids.JobId;
import io.qunfa.ids.TenantId;
import io.qunfa.task.job.JobChange;
import io.qunfa.task.job.JobKey;
import io.qunfa.task.job.SendJob;
import io.qunfa.task.job.SendJobs;
import io.qunfa.task.stepping.StepName;
import io.qunfa.task.stepping.Wakes;
import io.qunfa.task.store.Columns;
import java.sql.PreparedStatement;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Propagation;
import org.springframework.transaction.annotation.Transactional;

/**
 * Splits of jobs from the word of the limiter until both halves are jobs. The intent is written
 * before the ledger is asked, and stays until its answer is here: whatever dies meanwhile, somebody
 * asks again, and the ledger answers the same.
 */
@Component
public class JobSplits {
  private final JdbcClient jdbc;
  private final JdbcTemplate batches;
  private final SendJobs jobs;
  private final Wakes wakes;

  JobSplits(JdbcClient jdbc, JdbcTemplate batches, SendJobs jobs, Wakes wakes) {
    this.jdbc = jdbc;
    this.batches = batches;
    this.jobs = jobs;
    this.wakes = wakes;
  }

  /**
   * Holds the jobs in their lanes until they are split. Jobs that somebody else has touched since
   * they were read are left alone. The caller sees to the lanes.
   */
  @Transactional(propagation = Propagation.MANDATORY)
  public void begin(List<JobSplit> splits) {
    if (splits.isEmpty()) {
      return;
    }
    Map<JobKey, JobSplit> byJob = new HashMap<>();
    splits.forEach(split -> byJob.put(split.job().key(), split));
    List<JobSplit> mine =
        jobs
            .changeUntouched(
                splits.stream()
                    .map(split -> JobChange.of(split.job(), split.job().shrunkTo(split.keep())))
                    .toList())
            .stream()
            .map(change -> Objects.requireNonNull(byJob.get(change.before().key())))
            .toList();
    batches.batchUpdate(
        """
        insert into job_split
          (tenant_id, campaign_id, job_no, keep, permit_id, rest_not_before, held_by)
        values (?, ?, ?, ?, ?, ?, ?)
        """,
        mine,
        Math.max(1, mine.size()),
        (PreparedStatement row, JobSplit split) -> {
          SendJob job = split.job();
          row.setLong(1, job.tenantId().value());
          row.setLong(2, job.id().campaignId().value());
          row.setInt(3, job.id().jobNo());
          row.setInt(4, split.keep());
          row.setString(5, split.permitId());
          row.setObject(6, split.restNotBefore());
          row.setString(7, split.heldBy());
        });
    wakes.afterCommit(StepName.SPLIT_JOBS);
  }

  /** The first that no other replica is at, leased until then. */
  @Transactional
  List<OpenSplit> claim(int atMost, Instant now, Instant until) {
    List<OpenSplit> open =
        jdbc.sql(
                """
                select tenant_id, campaign_id, job_no, keep, permit_id, rest_not_before, held_by
                from job_split
                where leased_until is null or leased_until <= :now
                order by tenant_id, campaign_id, job_no
                limit :atMost
                for update skip locked
                """)
            .param("now", now)
            .param("atMost", atMost)
            .query(
                (row, number) ->
                    new OpenSplit(
                        new JobKey(
                            new TenantId(row.getLong("tenant_id")),
                            new JobId(
                                new CampaignId(row.getLong("campaign_id")), row.getInt("job_no"))),
                        row.getInt("keep"),
                        row.getString("permit_id"),
                        Columns.instant(row, "rest_not_before"),
                        row.getString("held_by")))
            .list();
    open.forEach(split -> leaseUntil(split, until));
    return open;
  }

  /** Others, or the next round, may take them at once; those that have ended stay ended. */
  @Transactional
  void free(List<OpenSplit> claimed) {
    claimed.forEach(split -> leaseUntil(split, null));
  }

  private void leaseUntil(OpenSplit split, @Nullable Instant until) {
    jdbc.sql(
            """
            update job_split set leased_until = :until
            where tenant_id = :tenant and campaign_id = :campaign and job_no = :job
            """)
        .param("until", until)
        .param("tenant", split.job().tenantId().value())
        .param("campaign", split.job().jobId().campaignId().value())
        .param("job", split.job().jobId().jobNo())
        .update();
  }

  /**
   * @return false if somebody else has ended it
   */
  @Transactional(propagation = Propagation.MANDATORY)
  boolean end(OpenSplit split) {
    return jdbc.sql(
                """
                delete from job_split
                where tenant_id = :tenant and campaign_id = :campaign and job_no = :job
                  and keep = :keep
                """)
            .param("tenant", split.job().tenantId().value())
            .param("campaign", split.job().jobId().campaignId().value())
            .param("job", split.job().jobId().jobNo())
            .param("keep", split.keep())
            .update()
        == 1;
  }
}
