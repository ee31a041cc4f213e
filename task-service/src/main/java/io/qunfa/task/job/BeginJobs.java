package io.qunfa.task.job;

import static io.qunfa.task.store.Columns.instantOrNull;

import io.qunfa.job.BeginJob;
import io.qunfa.job.BeginJob.Verdict;
import io.qunfa.ledger.RecipientState;
import io.qunfa.task.campaign.CampaignStatus;
import io.qunfa.task.outbox.Outbox;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionOperations;

/**
 * Decides whether a call to the channel may begin: at most one GO per dispatch of a job, ever. A
 * "no" has dealt with the job in the same transaction: it waits in its lane again, or has been
 * called home.
 */
@Component
class BeginJobs {
  private final JdbcClient jdbc;
  private final SendJobs jobs;
  private final ReturnUnbegunJobs returnUnbegun;
  private final Outbox outbox;
  private final TransactionOperations transaction;
  private final Clock clock;

  BeginJobs(
      JdbcClient jdbc,
      SendJobs jobs,
      ReturnUnbegunJobs returnUnbegun,
      Outbox outbox,
      TransactionOperations transaction,
      Clock clock) {
    this.jdbc = jdbc;
    this.jobs = jobs;
    this.returnUnbegun = returnUnbegun;
    this.outbox = outbox;
    this.transaction = transaction;
    this.clock = clock;
  }

  /** A job with what its campaign says; single tasks have no campaign. */
  private record Sight(
      SendJob job, @Nullable CampaignStatus campaign, @Nullable Instant campaignExpiresAt) {}

  Verdict begin(BeginJob ask) {
    Verdict verdict = transaction.execute(status -> decide(ask));
    if (verdict == null) {
      throw new IllegalStateException("no verdict on " + ask.jobId());
    }
    return verdict;
  }

  /**
   * The clock is read when the locks are held: a begin that waited for a pause, a cancellation or
   * the database must not say GO from what it saw before.
   */
  private Verdict decide(BeginJob ask) {
    Optional<Sight> sight = lock(ask);
    if (sight.isEmpty()) {
      return Verdict.STALE;
    }
    Instant now = clock.instant();
    Verdict verdict = judge(sight.get(), ask.epoch(), now);
    switch (verdict) {
      case GO -> take(ask, now);
      case PAUSED, PERMIT_EXPIRED, CANCELLED, EXPIRED -> giveBack(sight.get().job(), verdict);
      case SETTLED, STALE, TAKEN -> {}
    }
    return verdict;
  }

  private static Verdict judge(Sight sight, int epoch, Instant now) {
    SendJob job = sight.job();
    return switch (job.status()) {
      case ACCEPTED, REFUSED, UNKNOWN, DEAD, CANCELLED -> Verdict.SETTLED;
      case READY -> Verdict.STALE;
      case SENDING -> job.epoch() == epoch ? Verdict.TAKEN : Verdict.STALE;
      case DISPATCHED -> job.epoch() == epoch ? judgeDispatched(sight, now) : Verdict.STALE;
    };
  }

  private static Verdict judgeDispatched(Sight sight, Instant now) {
    SendJob.Permit permit = sight.job().permit();
    if (sight.campaign() == CampaignStatus.PAUSED) {
      return Verdict.PAUSED;
    }
    if (sight.campaign() != null && sight.campaign() != CampaignStatus.RUNNING) {
      return Verdict.CANCELLED;
    }
    if (sight.campaignExpiresAt() != null && !sight.campaignExpiresAt().isAfter(now)) {
      return Verdict.EXPIRED;
    }
    return permit == null || !permit.expiresAt().isAfter(now) ? Verdict.PERMIT_EXPIRED : Verdict.GO;
  }

  /** The one compare-and-set behind the promise that nobody is sent to twice. */
  private void take(BeginJob ask, Instant now) {
    int taken =
        jdbc.sql(
                """
                update send_job set status = 'SENDING', begun_at = :now, changed_at = :now,
                  never_began = 0
                where tenant_id = :tenant and campaign_id = :campaign and job_no = :jobNo
                  and status = 'DISPATCHED' and epoch = :epoch
                """)
            .param("now", now)
            .param("tenant", ask.tenantId().value())
            .param("campaign", ask.campaignId().value())
            .param("jobNo", ask.jobNo())
            .param("epoch", ask.epoch())
            .update();
    if (taken != 1) {
      throw new IllegalStateException("one begin took " + taken + " jobs: " + ask.jobId());
    }
  }

  private void giveBack(SendJob job, Verdict verdict) {
    if (verdict == Verdict.CANCELLED || verdict == Verdict.EXPIRED) {
      RecipientState remaining =
          verdict == Verdict.EXPIRED ? RecipientState.EXPIRED : RecipientState.CANCELLED;
      jobs.change(List.of(JobChange.unused(job, job.asCancelled())));
      outbox.addReports(List.of(Reports.withdrawn(job, remaining, clock.instant())));
    } else if (verdict == Verdict.PERMIT_EXPIRED) {
      returnUnbegun.giveBack(List.of(job));
    } else {
      jobs.change(List.of(JobChange.unused(job, job.asReady(null))));
    }
  }

  /**
   * The job for this caller alone, its campaign shared with other begins: a change of the
   * campaign's status waits for them, and they for it. All others lock a campaign before lanes and
   * no job after it, so nobody waits in a ring.
   */
  private Optional<Sight> lock(BeginJob ask) {
    return jdbc.sql(
            "select c.status as campaign_status, c.expire_at, "
                + SendJobs.COLUMNS
                + """
                from send_job j
                left join campaign c on c.tenant_id = j.tenant_id and c.campaign_id = j.campaign_id
                where j.tenant_id = :tenant and j.campaign_id = :campaign and j.job_no = :jobNo
                for update of j for share of c
                """)
        .param("tenant", ask.tenantId().value())
        .param("campaign", ask.campaignId().value())
        .param("jobNo", ask.jobNo())
        .query(
            (row, number) -> {
              String campaign = row.getString("campaign_status");
              return new Sight(
                  SendJobs.job(row, number),
                  campaign == null ? null : CampaignStatus.valueOf(campaign),
                  instantOrNull(row, "expire_at"));
            })
        .optional();
  }
}
