package io.qunfa.task.reaping;

import io.qunfa.ids.CampaignId;
import io.qunfa.ids.JobId;
import io.qunfa.ids.TenantId;
import io.qunfa.task.followup.FollowUps;
import io.qunfa.task.job.JobChange;
import io.qunfa.task.job.JobKey;
import io.qunfa.task.job.JobStatus;
import io.qunfa.task.job.Reports;
import io.qunfa.task.job.ReturnUnbegunJobs;
import io.qunfa.task.job.SendJob;
import io.qunfa.task.job.SendJobs;
import io.qunfa.task.outbox.Outbox;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/**
 * Takes back jobs that nobody answered for. A dispatched one never began, so it may go again; one
 * whose call began may have reached the channel, so it is unknown and the channel will be asked.
 */
@Component
class ReapOverdueJobs {
  private static final Logger log = LoggerFactory.getLogger(ReapOverdueJobs.class);
  private static final int AT_MOST = 200;

  private final JdbcClient jdbc;
  private final SendJobs jobs;
  private final ReturnUnbegunJobs returnUnbegun;
  private final Outbox outbox;
  private final FollowUps followUps;
  private final ReapingSettings settings;
  private final Clock clock;

  /** The clock and the settings. */
  record Deadlines(Clock clock, ReapingSettings settings) {}

  ReapOverdueJobs(
      JdbcClient jdbc,
      SendJobs jobs,
      ReturnUnbegunJobs returnUnbegun,
      Outbox outbox,
      FollowUps followUps,
      Deadlines deadlines) {
    this.jdbc = jdbc;
    this.jobs = jobs;
    this.returnUnbegun = returnUnbegun;
    this.outbox = outbox;
    this.followUps = followUps;
    this.settings = deadlines.settings();
    this.clock = deadlines.clock();
  }

  /**
   * @return whether more may be overdue
   */
  @Transactional
  public boolean returnDispatched() {
    Instant deadline = clock.instant().minus(settings.permitSlack());
    List<SendJob> overdue =
        lockOverdue("status = 'DISPATCHED' and permit_expires_at <= :deadline", deadline).stream()
            .filter(job -> job.status() == JobStatus.DISPATCHED)
            .filter(job -> job.permit() != null && !job.permit().expiresAt().isAfter(deadline))
            .toList();
    returnUnbegun.giveBack(overdue);
    return overdue.size() == AT_MOST;
  }

  /**
   * @return whether more may be overdue
   */
  @Transactional
  public boolean declareUnknown() {
    Instant now = clock.instant();
    Instant deadline = now.minus(settings.callTimeout());
    String evidence = "no outcome within " + settings.callTimeout() + " after the call began";
    List<SendJob> overdue =
        lockOverdue("status = 'SENDING' and begun_at <= :deadline", deadline).stream()
            .filter(job -> job.status() == JobStatus.SENDING)
            .filter(job -> job.begunAt() != null && !job.begunAt().isAfter(deadline))
            .toList();
    jobs.change(
        overdue.stream()
            .map(job -> JobChange.used(job, job.asUnknown().because(job.code(), evidence)))
            .toList());
    outbox.addReports(overdue.stream().map(job -> Reports.unknown(job, evidence, now)).toList());
    followUps.askForResolution(overdue);
    overdue.forEach(
        job ->
            log.warn(
                "Job {} is unknown: {}; the channel will be asked for it", job.id(), evidence));
    return overdue.size() == AT_MOST;
  }

  private List<SendJob> lockOverdue(String condition, Instant deadline) {
    List<JobKey> candidates =
        jdbc.sql(
                "select tenant_id, campaign_id, job_no from send_job where "
                    + condition
                    + " limit "
                    + AT_MOST)
            .param("deadline", deadline)
            .query(
                (row, number) ->
                    new JobKey(
                        new TenantId(row.getLong(1)),
                        new JobId(new CampaignId(row.getLong(2)), row.getInt(3))))
            .list();
    return jobs.lock(candidates);
  }
}
