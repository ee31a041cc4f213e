package io.qunfa.task.followup;

import io.qunfa.ids.CampaignId;
import io.qunfa.ids.TenantId;
import io.qunfa.job.FollowUp.Kind;
import io.qunfa.ledger.RecipientState;
import io.qunfa.task.job.JobKey;
import io.qunfa.task.job.SendJob;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Propagation;
import org.springframework.transaction.annotation.Transactional;

/**
 * The questions that are still to be put to the channel: one row for every accepted job that is not
 * complete and every unknown one, written in the transaction that makes the job so.
 */
@Component
@Transactional(propagation = Propagation.MANDATORY)
public class FollowUps {
  private final JdbcTemplate batches;
  private final JdbcClient jdbc;
  private final FollowUpSettings settings;
  private final Clock clock;

  FollowUps(JdbcTemplate batches, JdbcClient jdbc, FollowUpSettings settings, Clock clock) {
    this.batches = batches;
    this.jdbc = jdbc;
    this.settings = settings;
    this.clock = clock;
  }

  /** The job was accepted: ask for receipts. */
  public void askForReceipts(Collection<SendJob> jobs) {
    schedule(Kind.RECEIPTS, jobs, settings.firstDelay());
  }

  /** The job is unknown: look for it, once the channel's list is sure to show it. */
  public void askForResolution(Collection<SendJob> jobs) {
    schedule(Kind.RESOLVE, jobs, settings.freshness());
  }

  private void schedule(Kind kind, Collection<SendJob> jobs, Duration delay) {
    Instant now = clock.instant();
    batches.batchUpdate(
        """
        insert into follow_up (tenant_id, campaign_id, job_no, channel, kind, since, due_at)
        values (?, ?, ?, ?, ?, ?, ?) as new
        on duplicate key update kind = new.kind, remaining = null, asked = 0, since = new.since,
          due_at = new.due_at, leased_until = null, next_page = null
        """,
        jobs,
        Math.max(1, jobs.size()),
        (PreparedStatement row, SendJob job) -> {
          row.setLong(1, job.tenantId().value());
          row.setLong(2, job.id().campaignId().value());
          row.setInt(3, job.id().jobNo());
          row.setString(4, job.channel().text());
          row.setString(5, kind.name());
          row.setObject(6, now);
          row.setObject(7, now.plus(delay));
        });
  }

  /** Nothing is left to ask. */
  public void end(Collection<JobKey> jobs) {
    batches.batchUpdate(
        "delete from follow_up where tenant_id = ? and campaign_id = ? and job_no = ?",
        jobs,
        Math.max(1, jobs.size()),
        (PreparedStatement row, JobKey job) -> bind(row, 1, job));
  }

  /**
   * An answer came, but not the last one: the next question need not wait for the lease. It ends
   * now and is not forgotten, for who has it may still hand it back.
   */
  public void answered(Collection<JobKey> jobs) {
    Instant now = clock.instant();
    batches.batchUpdate(
        """
        update follow_up set leased_until = least(leased_until, ?)
        where tenant_id = ? and campaign_id = ? and job_no = ?
        """,
        jobs,
        Math.max(1, jobs.size()),
        (PreparedStatement row, JobKey job) -> {
          row.setObject(1, now);
          bind(row, 2, job);
        });
  }

  /**
   * The campaign's accepted jobs are to be stopped at the channel, now.
   *
   * @param remaining what unconfirmed recipients become
   * @return how many jobs that concerns
   */
  public int stop(TenantId tenant, CampaignId campaign, RecipientState remaining) {
    return jdbc.sql(
            """
            update follow_up set kind = 'STOP', remaining = :remaining, asked = 0, since = :now,
              due_at = :now, leased_until = null, next_page = null
            where tenant_id = :tenant and campaign_id = :campaign and kind = 'RECEIPTS'
            """)
        .param("remaining", remaining.name())
        .param("now", clock.instant())
        .param("tenant", tenant.value())
        .param("campaign", campaign.value())
        .update();
  }

  private static void bind(PreparedStatement row, int first, JobKey job) throws SQLException {
    row.setLong(first, job.tenantId().value());
    row.setLong(first + 1, job.jobId().campaignId().value());
    row.setInt(first + 2, job.jobId().jobNo());
  }
}
