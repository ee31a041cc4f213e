package io.qunfa.task.split;

import io.qunfa.channel.Priority;
import io.qunfa.ids.AccountId;
import io.qunfa.ids.CampaignId;
import io.qunfa.ids.CorpId;
import io.qunfa.ids.JobId;
import io.qunfa.ids.TenantId;
import io.qunfa.permit.ReservePermits.Limit;
import io.qunfa.task.job.JobKey;
import io.qunfa.task.job.SendJob;
import io.qunfa.task.lane.LaneId;
import io.qunfa.task.lane.LaneWake;
import io.qunfa.task.lane.Lanes;
import io.qunfa.task.stepping.StepName;
import io.qunfa.task.stepping.Wakes;
import io.qunfa.task.store.Columns;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
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
  private final Lanes lanes;
  private final Wakes wakes;

  JobSplits(JdbcClient jdbc, JdbcTemplate batches, Lanes lanes, Wakes wakes) {
    this.jdbc = jdbc;
    this.batches = batches;
    this.lanes = lanes;
    this.wakes = wakes;
  }

  /**
   * From now on the jobs stay in their lanes until they are split. The caller has shrunk them in
   * the same transaction, and sees to the lanes.
   */
  @Transactional(propagation = Propagation.MANDATORY)
  public void begin(List<JobSplit> splits) {
    if (splits.isEmpty()) {
      return;
    }
    batches.batchUpdate(
        """
        insert into job_split
          (tenant_id, campaign_id, job_no, account_id, keep, permit_id, rest_not_before, held_by)
        values (?, ?, ?, ?, ?, ?, ?, ?)
        """,
        splits,
        splits.size(),
        (PreparedStatement row, JobSplit split) -> {
          SendJob job = split.job();
          row.setLong(1, job.tenantId().value());
          row.setLong(2, job.id().campaignId().value());
          row.setInt(3, job.id().jobNo());
          row.setLong(4, job.accountId().value());
          row.setInt(5, split.keep());
          row.setString(6, split.permitId());
          row.setObject(7, split.restNotBefore());
          row.setString(8, split.heldBy());
        });
    wakes.afterCommit(StepName.SPLIT_JOBS);
  }

  /** The first that no other replica is at, leased until then. */
  @Transactional
  List<OpenSplit> claim(int atMost, Instant now, Instant until) {
    List<OpenSplit> open =
        jdbc.sql(
                """
                select p.tenant_id, p.campaign_id, p.job_no, p.account_id, j.corp_id, j.priority, p.keep,
                  p.permit_id, p.rest_not_before, p.held_by, p.failures
                from job_split p
                join send_job j on j.tenant_id = p.tenant_id and j.campaign_id = p.campaign_id
                  and j.job_no = p.job_no
                where p.leased_until is null or p.leased_until <= :now
                order by p.tenant_id, p.campaign_id, p.job_no
                limit :atMost
                for update of p skip locked
                """)
            .param("now", now)
            .param("atMost", atMost)
            .query(JobSplits::open)
            .list();
    open.forEach(split -> change(split, "leased_until = :until").param("until", until).update());
    return open;
  }

  private static OpenSplit open(ResultSet row, int number) throws SQLException {
    TenantId tenant = new TenantId(row.getLong("tenant_id"));
    return new OpenSplit(
        new JobKey(
            tenant, new JobId(new CampaignId(row.getLong("campaign_id")), row.getInt("job_no"))),
        new CorpId(row.getString("corp_id")),
        new LaneId(tenant, new AccountId(row.getLong("account_id"))),
        Priority.ofRank(row.getInt("priority")),
        row.getInt("keep"),
        row.getString("permit_id"),
        Columns.instant(row, "rest_not_before"),
        row.getString("held_by"),
        row.getInt("failures"));
  }

  /** Nobody tries it again before then. One that somebody else has ended stays ended. */
  @Transactional
  void putOff(OpenSplit split, Instant until) {
    change(split, "leased_until = :until, failures = failures + 1").param("until", until).update();
  }

  /** What was granted is free again, so others of the lane may take it. */
  @Transactional
  void gaveBack(Collection<OpenSplit> splits, Instant now) {
    splits.forEach(split -> change(split, "permit_id = null").update());
    lanes.wake(
        splits.stream().map(split -> new LaneWake(split.lane(), now, split.priority())).toList());
    splits.forEach(split -> lanes.endRest(split.lane(), Limit.DAILY_QUOTA.name()));
  }

  private JdbcClient.StatementSpec change(OpenSplit split, String change) {
    return jdbc.sql(
            "update job_split set "
                + change
                + """
                 where tenant_id = :tenant and campaign_id = :campaign and job_no = :job
                  and keep = :keep
                """)
        .param("tenant", split.job().tenantId().value())
        .param("campaign", split.job().jobId().campaignId().value())
        .param("job", split.job().jobId().jobNo())
        .param("keep", split.keep());
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
