package io.qunfa.task.split;

import io.qunfa.ledger.SplitJob;
import io.qunfa.task.job.JobKey;
import io.qunfa.task.stepping.Step;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.web.client.ResourceAccessException;
import org.springframework.web.client.RestClient;

/**
 * Has the ledger cut jobs in two, gives back what the limiter granted, and makes a job of the rest.
 * A crash in between means that all of it is done again, which changes nothing. Each split stands
 * by itself: one that cannot be done is put off, and keeps none of the others waiting.
 *
 * <p>The job asks anew for what it keeps. Its permit would end meanwhile, and while a split is put
 * off it would hold a place among the calls under way for which others of the corp wait.
 */
final class SplitJobs implements Step {
  private static final Logger log = LoggerFactory.getLogger(SplitJobs.class);
  private static final int AT_MOST = 50;

  /** Of a split whose process died; longer than data-service takes for one. */
  private static final Duration LEASE = Duration.ofSeconds(30);

  private static final Duration FIRST_WAIT = Duration.ofSeconds(1);
  private static final Duration LONGEST_WAIT = Duration.ofSeconds(30);

  private final JobSplits splits;
  private final ReturnSplitPermits permits;
  private final WriteSplit writeSplit;
  private final RestClient dataService;
  private final Clock clock;

  SplitJobs(
      JobSplits splits,
      ReturnSplitPermits permits,
      WriteSplit writeSplit,
      RestClient dataService,
      Clock clock) {
    this.splits = splits;
    this.permits = permits;
    this.writeSplit = writeSplit;
    this.dataService = dataService;
    this.clock = clock;
  }

  @Override
  public boolean run() {
    Instant now = clock.instant();
    List<OpenSplit> open = splits.claim(AT_MOST, now, now.plus(LEASE));
    List<OpenSplit> undone = new ArrayList<>(open);
    try {
      for (OpenSplit split : open) {
        if (isDone(split)) {
          undone.remove(split);
        }
      }
    } finally {
      putOff(undone);
    }
    return open.size() == AT_MOST;
  }

  /**
   * @return false if this one cannot be done now
   * @throws ResourceAccessException if a neighbour does not answer: neither would it the others
   */
  private boolean isDone(OpenSplit split) {
    try {
      SplitJob.Halves halves = ask(split);
      permits.giveBack(split);
      writeSplit.write(split, halves);
      return true;
    } catch (ResourceAccessException away) {
      throw away;
    } catch (RuntimeException failed) {
      log.warn(
          "Job {} cannot be split now, the {}. time; it stays whole in its lane and is tried again",
          split.job().jobId(),
          split.failures() + 1,
          failed);
      return false;
    }
  }

  private void putOff(List<OpenSplit> undone) {
    if (undone.isEmpty()) {
      return;
    }
    undone.forEach(
        split -> splits.putOff(split, clock.instant().plus(waitAfter(split.failures() + 1))));
    permits.giveBackIfPossible(undone);
  }

  private static Duration waitAfter(int failures) {
    Duration growing = FIRST_WAIT.multipliedBy(1L << Math.min(failures - 1, 10));
    return growing.compareTo(LONGEST_WAIT) > 0 ? LONGEST_WAIT : growing;
  }

  private SplitJob.Halves ask(OpenSplit split) {
    JobKey job = split.job();
    return Objects.requireNonNull(
        dataService
            .post()
            .uri(
                "/internal/v1/campaigns/{id}/jobs/{jobNo}:split",
                job.jobId().campaignId().value(),
                job.jobId().jobNo())
            .body(new SplitJob(job.tenantId(), split.keep()))
            .retrieve()
            .body(SplitJob.Halves.class),
        "data-service answered nothing");
  }
}
