package io.qunfa.task.split;

import io.qunfa.ledger.SplitJob;
import io.qunfa.task.job.JobKey;
import io.qunfa.task.stepping.Step;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.web.client.RestClient;
import org.springframework.web.client.RestClientException;

/**
 * Has the ledger cut jobs in two and makes a job of the rest. Between the two a crash means that
 * the ledger is asked again.
 */
final class SplitJobs implements Step {
  private static final Logger log = LoggerFactory.getLogger(SplitJobs.class);
  private static final int AT_MOST = 50;

  /** Of a split whose process died; longer than data-service takes for one. */
  private static final Duration LEASE = Duration.ofSeconds(30);

  private final JobSplits splits;
  private final WriteSplit writeSplit;
  private final RestClient dataService;
  private final Clock clock;

  SplitJobs(JobSplits splits, WriteSplit writeSplit, RestClient dataService, Clock clock) {
    this.splits = splits;
    this.writeSplit = writeSplit;
    this.dataService = dataService;
    this.clock = clock;
  }

  @Override
  public boolean run() {
    Instant now = clock.instant();
    List<OpenSplit> open = splits.claim(AT_MOST, now, now.plus(LEASE));
    try {
      open.forEach(split -> writeSplit.write(split, ask(split)));
    } catch (RestClientException away) {
      log.warn(
          "data-service splits no jobs; they stay whole in their lanes until it does, tried again shortly");
      splits.free(open);
      throw away;
    }
    return open.size() == AT_MOST;
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
