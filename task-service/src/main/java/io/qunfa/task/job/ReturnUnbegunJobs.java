package io.qunfa.task.job;

import io.qunfa.ids.CampaignId;
import io.qunfa.ids.JobId;
import io.qunfa.ids.TenantId;
import io.qunfa.task.deadletter.DeadReason;
import java.sql.PreparedStatement;
import java.time.Clock;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.ToIntFunction;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Propagation;
import org.springframework.transaction.annotation.Transactional;

/**
 * Gives dispatched jobs back to their lanes whose call did not begin in time: their executor died,
 * or the message waited too long. They wait longer every time, and one that never begins becomes a
 * dead letter: preparing it may be what kills executors. Every other change of a job forgets how
 * often it happened.
 */
@Component
@Transactional(propagation = Propagation.MANDATORY)
public class ReturnUnbegunJobs {
  private static final Logger log = LoggerFactory.getLogger(ReturnUnbegunJobs.class);

  private final JdbcClient jdbc;
  private final JdbcTemplate batches;
  private final SendJobs jobs;
  private final UnbegunSettings settings;
  private final Clock clock;

  ReturnUnbegunJobs(
      JdbcClient jdbc, JdbcTemplate batches, SendJobs jobs, UnbegunSettings settings, Clock clock) {
    this.jdbc = jdbc;
    this.batches = batches;
    this.jobs = jobs;
    this.settings = settings;
    this.clock = clock;
  }

  /**
   * @param dispatched locked by the caller
   */
  public void giveBack(List<SendJob> dispatched) {
    if (dispatched.isEmpty()) {
      return;
    }
    Instant now = clock.instant();
    Map<JobKey, Integer> before = timesBefore(dispatched);
    ToIntFunction<SendJob> times = job -> before.getOrDefault(job.key(), 0) + 1;
    jobs.change(dispatched.stream().map(job -> back(job, times.applyAsInt(job), now)).toList());
    batches.batchUpdate(
        """
        update send_job set never_began = ?
        where tenant_id = ? and campaign_id = ? and job_no = ?
        """,
        dispatched,
        dispatched.size(),
        (PreparedStatement row, SendJob job) -> {
          row.setInt(1, times.applyAsInt(job));
          row.setLong(2, job.tenantId().value());
          row.setLong(3, job.id().campaignId().value());
          row.setInt(4, job.id().jobNo());
        });
  }

  private JobChange back(SendJob job, int times, Instant now) {
    String evidence = "never began: its permit ended first, " + times + " times in a row";
    if (times > settings.most()) {
      log.error(
          "Job {} is a dead letter now; its recipients stay planned until a person decides: {}",
          job.id(),
          evidence);
      return JobChange.unused(
          job, job.asDead(DeadReason.NEVER_BEGAN).because(job.code(), evidence));
    }
    Instant again = now.plus(settings.waitAfter(times));
    log.warn("Job {} goes again at {}: {}", job.id(), again, evidence);
    return JobChange.unused(job, job.asReady(again).because(job.code(), evidence));
  }

  private Map<JobKey, Integer> timesBefore(List<SendJob> dispatched) {
    Map<JobKey, Integer> times = new HashMap<>();
    jdbc.sql(
            """
            select tenant_id, campaign_id, job_no, never_began from send_job
            where (tenant_id, campaign_id, job_no) in (:jobs)
            """)
        .param("jobs", dispatched.stream().map(job -> SendJobs.tuple(job.key())).toList())
        .query(
            row -> {
              times.put(
                  new JobKey(
                      new TenantId(row.getLong("tenant_id")),
                      new JobId(new CampaignId(row.getLong("campaign_id")), row.getInt("job_no"))),
                  row.getInt("never_began"));
            });
    return times;
  }
}
