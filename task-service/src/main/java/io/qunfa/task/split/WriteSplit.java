package io.qunfa.task.split;

import static java.util.stream.Collectors.toMap;

import io.qunfa.ids.JobId;
import io.qunfa.ledger.SplitJob;
import io.qunfa.permit.ReservePermits.Limit;
import io.qunfa.task.job.JobChange;
import io.qunfa.task.job.JobKey;
import io.qunfa.task.job.JobStatus;
import io.qunfa.task.job.SendJob;
import io.qunfa.task.job.SendJobs;
import io.qunfa.task.lane.LaneSettings;
import io.qunfa.task.lane.LaneWake;
import io.qunfa.task.lane.Lanes;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/**
 * One transaction: the rest is a job, the first half may leave, the split is over. Once. A job that
 * was called home meanwhile stays so; its rest waits like any other and is called home too.
 *
 * <p>The limiter is asked for the rest before its word is over, for quotas are raised and permits
 * come back. The lane asks at once: what the job keeps was granted.
 */
@Component
class WriteSplit {
  private static final Logger log = LoggerFactory.getLogger(WriteSplit.class);

  private final JobSplits splits;
  private final SendJobs jobs;
  private final Lanes lanes;
  private final LaneSettings settings;
  private final Clock clock;

  WriteSplit(JobSplits splits, SendJobs jobs, Lanes lanes, LaneSettings settings, Clock clock) {
    this.splits = splits;
    this.jobs = jobs;
    this.lanes = lanes;
    this.settings = settings;
    this.clock = clock;
  }

  @Transactional
  public void write(OpenSplit split, SplitJob.Halves halves) {
    JobKey restKey =
        halves.rest() > 0
            ? new JobKey(
                split.job().tenantId(),
                new JobId(split.job().jobId().campaignId(), halves.restJobNo()))
            : split.job();
    Map<JobKey, SendJob> locked =
        jobs.lock(List.of(split.job(), restKey)).stream()
            .collect(toMap(SendJob::key, Function.identity()));
    SendJob first = locked.get(split.job());
    if (first == null || !splits.end(split)) {
      return;
    }
    Instant now = clock.instant();
    if (halves.rest() > 0 && !locked.containsKey(restKey)) {
      Instant askAgain = settings.askAgain(split.restNotBefore(), now);
      jobs.insert(List.of(restOf(first, split, halves, askAgain)));
    }
    if (first.status() == JobStatus.READY) {
      SendJob kept = halves.kept() > 0 ? first.shrunkTo(halves.kept()) : first;
      jobs.change(List.of(JobChange.of(first, kept)));
    }
    // For both halves, and for others of the lane, which have waited for the end of the split.
    lanes.wake(List.of(new LaneWake(split.lane(), now, split.priority())));
    lanes.endRest(split.lane(), Limit.DAILY_QUOTA.name());
    log.info(
        "Job {} keeps {} recipients; {} others are job {} and wait until {} ({})",
        split.job().jobId(),
        halves.kept(),
        halves.rest(),
        restKey.jobId(),
        split.restNotBefore(),
        split.heldBy());
  }

  private static SendJob restOf(
      SendJob first, OpenSplit split, SplitJob.Halves halves, Instant askAgain) {
    return SendJob.planned(
            new SendJob.Share(
                first.tenantId(),
                new JobId(first.id().campaignId(), halves.restJobNo()),
                first.corpId(),
                first.channel(),
                first.accountId(),
                first.priority()),
            halves.rest())
        .heldByLimit(
            askAgain,
            split.heldBy(),
            split.restNotBefore(),
            "job " + first.id().jobNo() + " took what was left");
  }
}
