package io.qunfa.task.ending;

import io.qunfa.task.ending.EndingCampaigns.Ending;
import io.qunfa.task.followup.FollowUps;
import io.qunfa.task.job.JobChange;
import io.qunfa.task.job.JobStatus;
import io.qunfa.task.job.Reports;
import io.qunfa.task.job.SendJob;
import io.qunfa.task.job.SendJobs;
import io.qunfa.task.outbox.Outbox;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/**
 * Calls the jobs of a cancelled or expired campaign home: those that wait are withdrawn, those that
 * the channel has accepted are stopped there. Repeated as long as the campaign is unfinished, so
 * that jobs that were on their way are met when they come back.
 */
@Component
class WithdrawJobs {
  private static final Logger log = LoggerFactory.getLogger(WithdrawJobs.class);
  private static final int AT_MOST = 500;
  private static final Set<JobStatus> WAITING = Set.of(JobStatus.READY, JobStatus.DEAD);

  private final EndingCampaigns campaigns;
  private final SendJobs jobs;
  private final FollowUps followUps;
  private final Outbox outbox;
  private final Clock clock;

  WithdrawJobs(
      EndingCampaigns campaigns, SendJobs jobs, FollowUps followUps, Outbox outbox, Clock clock) {
    this.campaigns = campaigns;
    this.jobs = jobs;
    this.followUps = followUps;
    this.outbox = outbox;
    this.clock = clock;
  }

  List<Ending> ending() {
    return campaigns.toWithdraw(clock.instant());
  }

  /**
   * @return whether there may be more
   */
  @Transactional
  public boolean withdraw(Ending ending) {
    Instant now = clock.instant();
    List<SendJob> waiting = jobs.lock(ending.tenantId(), ending.campaignId(), WAITING, AT_MOST);
    jobs.change(waiting.stream().map(job -> JobChange.unused(job, job.asCancelled())).toList());
    outbox.addReports(
        waiting.stream().map(job -> Reports.withdrawn(job, ending.remaining(), now)).toList());
    int stopped = followUps.stop(ending.tenantId(), ending.campaignId(), ending.remaining());
    if (!waiting.isEmpty() || stopped > 0) {
      log.info(
          "Campaign {}: {} waiting jobs are withdrawn, {} accepted ones are being stopped; what remains becomes {}",
          ending.campaignId(),
          waiting.size(),
          stopped,
          ending.remaining());
    }
    return waiting.size() == AT_MOST;
  }
}
