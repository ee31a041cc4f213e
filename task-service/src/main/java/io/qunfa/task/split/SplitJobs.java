package io.qunfa.task.split;

import static java.util.stream.Collectors.groupingBy;

import io.qunfa.ledger.SplitJob;
import io.qunfa.task.job.JobKey;
import io.qunfa.task.permit.PermitVerdict;
import io.qunfa.task.permit.TellVerdicts;
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
 * Gives back what the limiter granted, has the ledger cut jobs in two, and makes a job of the rest.
 * A crash in between means that all of it is done again, which changes nothing.
 *
 * <p>The job asks anew for what it keeps. Meanwhile its permit would hold a place among the calls
 * under way that others of the corp wait for, and it would wait behind them.
 */
final class SplitJobs implements Step {
  private static final Logger log = LoggerFactory.getLogger(SplitJobs.class);
  private static final int AT_MOST = 50;

  /** Of a split whose process died; longer than data-service takes for one. */
  private static final Duration LEASE = Duration.ofSeconds(30);

  private final JobSplits splits;
  private final TellVerdicts tellVerdicts;
  private final WriteSplit writeSplit;
  private final RestClient dataService;
  private final Clock clock;

  SplitJobs(
      JobSplits splits,
      TellVerdicts tellVerdicts,
      WriteSplit writeSplit,
      RestClient dataService,
      Clock clock) {
    this.splits = splits;
    this.tellVerdicts = tellVerdicts;
    this.writeSplit = writeSplit;
    this.dataService = dataService;
    this.clock = clock;
  }

  @Override
  public boolean run() {
    Instant now = clock.instant();
    List<OpenSplit> open = splits.claim(AT_MOST, now, now.plus(LEASE));
    try {
      giveBackPermits(open);
      open.forEach(split -> writeSplit.write(split, ask(split)));
    } catch (RestClientException away) {
      log.warn(
          "account-service or data-service does not answer; {} jobs to be split stay whole in their lanes, tried again shortly",
          open.size());
      splits.free(open);
      throw away;
    }
    return open.size() == AT_MOST;
  }

  private void giveBackPermits(List<OpenSplit> open) {
    open.stream()
        .collect(groupingBy(split -> split.job().tenantId()))
        .forEach(
            (tenant, splits) ->
                tellVerdicts.tell(
                    tenant,
                    splits.stream()
                        .map(split -> PermitVerdict.unused(tenant, split.permitId()))
                        .toList()));
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
