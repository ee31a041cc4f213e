package io.qunfa.task.followup;

import io.qunfa.channel.Priority;
import io.qunfa.ids.AccountId;
import io.qunfa.ids.TenantId;
import io.qunfa.ledger.RecipientState;
import io.qunfa.task.job.Reports;
import io.qunfa.task.job.SendJobs;
import io.qunfa.task.lane.LaneId;
import io.qunfa.task.lane.LaneWake;
import io.qunfa.task.lane.Lanes;
import io.qunfa.task.outbox.Outbox;
import io.qunfa.task.stepping.Step;
import io.qunfa.wire.JobReport;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.support.TransactionOperations;

/**
 * Ends what was asked for too long: unconfirmed jobs are stopped at the channel, their recipients
 * expire; a stop that nobody answers ends without the channel; unknown jobs stay unknown, for a
 * person.
 */
final class EndFollowUps implements Step {
  private static final Logger log = LoggerFactory.getLogger(EndFollowUps.class);

  private final JdbcClient jdbc;
  private final Lanes lanes;
  private final Outbox outbox;
  private final TransactionOperations transaction;
  private final FollowUpSettings settings;
  private final Clock clock;

  EndFollowUps(
      JdbcClient jdbc,
      Lanes lanes,
      Outbox outbox,
      TransactionOperations transaction,
      FollowUpSettings settings,
      Clock clock) {
    this.jdbc = jdbc;
    this.lanes = lanes;
    this.outbox = outbox;
    this.transaction = transaction;
    this.settings = settings;
    this.clock = clock;
  }

  @Override
  public boolean run() {
    Instant now = clock.instant();
    Instant tooOld = now.minus(settings.giveUpAge());
    int stopped = stopUnconfirmed(tooOld, now);
    if (stopped > 0) {
      log.info(
          "{} jobs were not confirmed within {}; they are stopped at the channel, what remains expires",
          stopped,
          settings.giveUpAge());
    }
    transaction.executeWithoutResult(status -> leaveUnresolved(tooOld, now));
    endUnansweredStops(now);
    return false;
  }

  /** Settled as if an executor had said it, by the report. */
  private void endUnansweredStops(Instant now) {
    Instant tooOld = now.minus(settings.stopAge());
    String evidence = "the channel was asked to stop it for " + settings.stopAge() + ", in vain";
    // Without locks, like the search for what is unconfirmed; the delete sees whether it still
    // holds.
    List<JobReport> unanswered =
        jdbc.sql(
                "select f.remaining, "
                    + SendJobs.COLUMNS
                    + """
                    from follow_up f
                    join send_job j on j.tenant_id = f.tenant_id and j.campaign_id = f.campaign_id
                      and j.job_no = f.job_no
                    where f.kind = 'STOP' and f.since <= :tooOld
                    limit 200
                    """)
            .param("tooOld", tooOld)
            .query(
                (row, number) ->
                    Reports.stopped(
                        SendJobs.job(row, number),
                        RecipientState.valueOf(row.getString("remaining")),
                        evidence,
                        now))
            .list();
    for (JobReport report : unanswered) {
      transaction.executeWithoutResult(
          status -> {
            if (delete(report, tooOld)) {
              outbox.addReports(List.of(report));
            }
          });
    }
  }

  private boolean delete(JobReport stopped, Instant tooOld) {
    return jdbc.sql(
                """
                delete from follow_up
                where tenant_id = :tenant and campaign_id = :campaign and job_no = :jobNo
                  and kind = 'STOP' and since <= :tooOld
                """)
            .param("tenant", stopped.tenantId().value())
            .param("campaign", stopped.campaignId().value())
            .param("jobNo", stopped.jobNo())
            .param("tooOld", tooOld)
            .update()
        == 1;
  }

  private int stopUnconfirmed(Instant tooOld, Instant now) {
    // Looked for without locks first: as a rule there is nothing, and the table may be long.
    boolean any =
        jdbc.sql("select 1 from follow_up where kind = 'RECEIPTS' and since <= :tooOld limit 1")
            .param("tooOld", tooOld)
            .query(Integer.class)
            .optional()
            .isPresent();
    if (!any) {
      return 0;
    }
    return jdbc.sql(
            """
            update follow_up set kind = 'STOP', remaining = 'EXPIRED', asked = 0, since = :now,
              due_at = :now, next_page = null
            where kind = 'RECEIPTS' and since <= :tooOld
            """)
        .param("now", now)
        .param("tooOld", tooOld)
        .update();
  }

  private void leaveUnresolved(Instant tooOld, Instant now) {
    List<LaneWake> freed =
        jdbc.sql(
                """
                select j.tenant_id, j.account_id, j.campaign_id, j.job_no, j.priority
                from follow_up f
                join send_job j on j.tenant_id = f.tenant_id and j.campaign_id = f.campaign_id
                  and j.job_no = f.job_no
                where f.kind = 'RESOLVE' and f.since <= :tooOld
                """)
            .param("tooOld", tooOld)
            .query(
                (row, number) -> {
                  log.error(
                      "Job {}-{} could not be resolved within {}; it stays UNKNOWN until a person decides",
                      row.getLong("campaign_id"),
                      row.getInt("job_no"),
                      settings.giveUpAge());
                  LaneId lane =
                      new LaneId(
                          new TenantId(row.getLong("tenant_id")),
                          new AccountId(row.getLong("account_id")));
                  return new LaneWake(lane, now, Priority.ofRank(row.getInt("priority")));
                })
            .list();
    if (!freed.isEmpty()) {
      // The unknown job no longer holds back its sender's other share of the campaign.
      lanes.wake(freed);
      jdbc.sql("delete from follow_up where kind = 'RESOLVE' and since <= :tooOld")
          .param("tooOld", tooOld)
          .update();
    }
  }
}
