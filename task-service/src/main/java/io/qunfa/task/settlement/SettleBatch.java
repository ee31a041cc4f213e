package io.qunfa.task.settlement;

import static java.util.stream.Collectors.groupingBy;
import static java.util.stream.Collectors.mapping;
import static java.util.stream.Collectors.toList;
import static java.util.stream.Collectors.toMap;

import io.qunfa.task.followup.FollowUps;
import io.qunfa.task.job.JobChange;
import io.qunfa.task.job.JobKey;
import io.qunfa.task.job.SendJob;
import io.qunfa.task.job.SendJobs;
import io.qunfa.task.lane.Lanes;
import io.qunfa.task.settlement.Ruling.Asking;
import io.qunfa.wire.JobReport;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/** Settles reports in one transaction. Doing it again changes nothing. */
@Component
class SettleBatch {
  private static final Logger log = LoggerFactory.getLogger(SettleBatch.class);

  private final SendJobs jobs;
  private final FollowUps followUps;
  private final Lanes lanes;
  private final ClaimedMsgids msgids;
  private final JudgeReport judge;
  private final Clock clock;

  SettleBatch(
      SendJobs jobs,
      FollowUps followUps,
      Lanes lanes,
      ClaimedMsgids msgids,
      JudgeReport judge,
      Clock clock) {
    this.jobs = jobs;
    this.followUps = followUps;
    this.lanes = lanes;
    this.msgids = msgids;
    this.judge = judge;
    this.clock = clock;
  }

  @Transactional
  public void settle(List<JobReport> reports) {
    List<JobReport> left = reports;
    while (!left.isEmpty()) {
      Map<JobKey, JobReport> round = new LinkedHashMap<>();
      List<JobReport> later = new ArrayList<>();
      for (JobReport report : left) {
        if (round.putIfAbsent(keyOf(report), report) != null) {
          later.add(report);
        }
      }
      settleRound(round);
      left = later;
    }
  }

  /** At most one report per job. */
  private void settleRound(Map<JobKey, JobReport> round) {
    Instant now = clock.instant();
    Map<JobKey, SendJob> locked =
        jobs.lock(round.keySet()).stream().collect(toMap(SendJob::key, Function.identity()));
    List<Ruling> rulings =
        round.entrySet().stream()
            .map(entry -> rule(locked.get(entry.getKey()), entry.getValue(), now))
            .flatMap(Optional::stream)
            .toList();
    rulings = msgids.withoutTaken(rulings);
    jobs.change(rulings.stream().map(Ruling::change).filter(SettleBatch::isChange).toList());
    lanes.rest(rulings.stream().map(Ruling::rest).filter(Objects::nonNull).toList());
    ask(rulings);
  }

  private Optional<Ruling> rule(@Nullable SendJob job, JobReport report, Instant now) {
    if (job == null) {
      log.warn("A report speaks of job {}, which is not here; it is ignored", report.jobId());
      return Optional.empty();
    }
    return judge.judge(job, report, now);
  }

  private void ask(List<Ruling> rulings) {
    Map<Asking, List<SendJob>> byAsking =
        rulings.stream()
            .collect(
                groupingBy(Ruling::asking, mapping(ruling -> ruling.change().after(), toList())));
    byAsking.forEach(
        (asking, about) -> {
          switch (asking) {
            case FOR_RECEIPTS -> followUps.askForReceipts(about);
            case FOR_RESOLUTION -> followUps.askForResolution(about);
            case ANSWERED -> followUps.answered(about.stream().map(SendJob::key).toList());
            case ENDED -> followUps.end(about.stream().map(SendJob::key).toList());
            case UNTOUCHED -> {}
          }
        });
  }

  private static boolean isChange(JobChange change) {
    return !change.before().equals(change.after());
  }

  private static JobKey keyOf(JobReport report) {
    return new JobKey(report.tenantId(), report.jobId());
  }
}
