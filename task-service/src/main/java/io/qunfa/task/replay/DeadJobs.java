package io.qunfa.task.replay;

import io.qunfa.ids.CampaignId;
import io.qunfa.ids.JobId;
import io.qunfa.ids.TenantId;
import io.qunfa.ledger.RecipientState;
import io.qunfa.problem.Problem;
import io.qunfa.problem.ProblemCode;
import io.qunfa.task.deadletter.DeadLetter;
import io.qunfa.task.job.JobChange;
import io.qunfa.task.job.JobKey;
import io.qunfa.task.job.JobStatus;
import io.qunfa.task.job.Reports;
import io.qunfa.task.job.SendJob;
import io.qunfa.task.job.SendJobs;
import io.qunfa.task.outbox.Outbox;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Propagation;
import org.springframework.transaction.annotation.Transactional;

/**
 * The jobs behind dead letters. Nothing that may have reached the channel leaves here: such a job
 * is the business of those who ask the channel.
 */
@Component
@Transactional(propagation = Propagation.MANDATORY)
class DeadJobs {
  private final JdbcClient jdbc;
  private final SendJobs jobs;
  private final Outbox outbox;
  private final Clock clock;

  DeadJobs(JdbcClient jdbc, SendJobs jobs, Outbox outbox, Clock clock) {
    this.jdbc = jdbc;
    this.jobs = jobs;
    this.outbox = outbox;
    this.clock = clock;
  }

  /**
   * Locked until the transaction ends.
   *
   * @throws Problem MAY_HAVE_BEEN_SENT or WRONG_STATE if the job is not DEAD
   */
  public SendJob requireDead(TenantId tenant, DeadLetter letter) {
    SendJob job =
        find(tenant, letter)
            .orElseThrow(
                () -> new Problem(ProblemCode.WRONG_STATE, "Its job is not here any more."));
    requireNotAtChannel(job);
    if (job.status() != JobStatus.DEAD) {
      throw new Problem(
          ProblemCode.WRONG_STATE,
          "Job " + job.id() + " is " + job.status() + ", not DEAD. Nothing was changed.");
    }
    return job;
  }

  /** A command is not put before an executor again while its job is at the channel. */
  public void requireNotAtChannel(TenantId tenant, DeadLetter letter) {
    find(tenant, letter).ifPresent(DeadJobs::requireNotAtChannel);
  }

  /**
   * @throws Problem WRONG_STATE if the job's campaign does not send any more
   */
  public void requireGoing(SendJob job) {
    Optional<String> campaign =
        jdbc.sql("select status from campaign where tenant_id = :tenant and campaign_id = :id")
            .param("tenant", job.tenantId().value())
            .param("id", job.id().campaignId().value())
            .query(String.class)
            .optional();
    if (campaign.isPresent() && !List.of("RUNNING", "PAUSED").contains(campaign.get())) {
      throw new Problem(
          ProblemCode.WRONG_STATE,
          "Campaign "
              + job.id().campaignId()
              + " is "
              + campaign.get()
              + " and sends nothing any more. Nothing was changed.");
    }
  }

  public void sendAgain(SendJob dead) {
    jobs.change(List.of(JobChange.of(dead, dead.asReplayed())));
  }

  /** The ledger learns it by the outbox. */
  public void giveUp(SendJob dead) {
    jobs.change(List.of(JobChange.of(dead, dead.asCancelled())));
    outbox.addReports(List.of(Reports.withdrawn(dead, RecipientState.CANCELLED, clock.instant())));
  }

  private static void requireNotAtChannel(SendJob job) {
    if (job.status() == JobStatus.SENDING
        || job.status() == JobStatus.UNKNOWN
        || job.status() == JobStatus.ACCEPTED) {
      throw new Problem(
          ProblemCode.MAY_HAVE_BEEN_SENT,
          "Job "
              + job.id()
              + " is "
              + job.status()
              + ": a call for it has been made, and sending it again could reach somebody twice. It"
              + " is no dead letter; the channel is asked what became of it. Nothing was changed.");
    }
  }

  private Optional<SendJob> find(TenantId tenant, DeadLetter letter) {
    CampaignId campaign = letter.campaignId();
    Integer jobNo = letter.jobNo();
    return campaign == null || jobNo == null
        ? Optional.empty()
        : jobs.lock(List.of(new JobKey(tenant, new JobId(campaign, jobNo)))).stream().findFirst();
  }
}
