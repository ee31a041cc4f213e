package io.qunfa.task.split;

import static java.util.stream.Collectors.toMap;

import io.qunfa.ids.JobId;
import io.qunfa.ledger.SplitJob;
import io.qunfa.task.job.JobChange;
import io.qunfa.task.job.JobKey;
import io.qunfa.task.job.JobStatus;
import io.qunfa.task.job.SendJob;
import io.qunfa.task.job.SendJobs;
import io.qunfa.task.lane.LaneWake;
import io.qunfa.task.lane.Lanes;
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
 */
@Component
class WriteSplit {
  private static final Logger log = LoggerFactory.getLogger(WriteSplit.class);

  private final JobSplits splits;
  private final SendJobs jobs;
  private final Lanes lanes;

  WriteSplit(JobSplits splits, SendJobs jobs, Lanes lanes) {
    this.splits = splits;
    this.jobs = jobs;
    this.lanes = lanes;
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
    if (halves.rest() > 0 && !locked.containsKey(restKey)) {
      SendJob rest = restOf(first, split, halves);
      jobs.insert(List.of(rest));
      lanes.wake(List.of(new LaneWake(rest.laneId(), split.restNotBefore(), rest.priority())));
    }
    if (first.status() == JobStatus.READY) {
      SendJob kept = halves.kept() > 0 ? first.shrunkTo(halves.kept()) : first;
      jobs.change(List.of(JobChange.of(first, kept)));
    }
    log.info(
        "Job {} keeps {} recipients; {} others are job {} and wait until {} ({})",
        split.job().jobId(),
        halves.kept(),
        halves.rest(),
        restKey.jobId(),
        split.restNotBefore(),
        split.heldBy());
  }

  private static SendJob restOf(SendJob first, OpenSplit split, SplitJob.Halves halves) {
    return SendJob.planned(
            new SendJob.Share(
                first.tenantId(),
                new JobId(first.id().campaignId(), halves.restJobNo()),
                first.corpId(),
                first.channel(),
                first.accountId(),
                first.priority()),
            halves.rest())
        .heldUntil(
            split.restNotBefore(),
            split.heldBy(),
            "job " + first.id().jobNo() + " took what was left");
  }
}
