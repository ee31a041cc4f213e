package io.qunfa.task.protection;

import static java.util.stream.Collectors.toMap;

import io.qunfa.protection.ProtectJobs.Hold;
import io.qunfa.task.job.JobChange;
import io.qunfa.task.job.JobKey;
import io.qunfa.task.job.JobStatus;
import io.qunfa.task.job.SendJob;
import io.qunfa.task.job.SendJobs;
import io.qunfa.task.stepping.StepName;
import io.qunfa.task.stepping.Wakes;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/** One transaction: held jobs wait until they may be asked for again, empty ones are closed. */
@Component
class PutBack {
  private static final Logger log = LoggerFactory.getLogger(PutBack.class);

  /** data-service's clock may be behind ours: what it says is over must not make a hot loop. */
  private static final Duration SHORTEST_HOLD = Duration.ofSeconds(1);

  private final SendJobs jobs;
  private final Wakes wakes;
  private final Clock clock;

  PutBack(SendJobs jobs, Wakes wakes, Clock clock) {
    this.jobs = jobs;
    this.wakes = wakes;
    this.clock = clock;
  }

  /**
   * @param hold null: nobody is left to send it to
   */
  record Stay(SendJob job, @Nullable Hold hold) {}

  @Transactional
  public void putBack(List<Stay> staying) {
    Map<JobKey, Stay> byKey =
        staying.stream().collect(toMap(stay -> stay.job().key(), stay -> stay));
    jobs.change(
        jobs.lock(byKey.keySet()).stream()
            .filter(job -> isAsSeen(job, byKey.get(job.key())))
            .map(job -> JobChange.of(job, stayed(job, byKey.get(job.key()))))
            .toList());
    wakes.afterCommit(StepName.FINISH_CAMPAIGNS);
  }

  private static boolean isAsSeen(SendJob job, @Nullable Stay stay) {
    return stay != null && job.status() == JobStatus.READY && job.epoch() == stay.job().epoch();
  }

  private SendJob stayed(SendJob job, @Nullable Stay stay) {
    Hold hold = stay == null ? null : stay.hold();
    if (hold != null) {
      Instant soonest = clock.instant().plus(SHORTEST_HOLD);
      Instant until = hold.until().isBefore(soonest) ? soonest : hold.until();
      return job.heldUntil(until, hold.reason().name(), hold.why());
    }
    log.info("Job {} is closed before it left: every recipient of it is excluded by now", job.id());
    return job.asCancelled()
        .because(job.code(), "Every recipient was excluded before the job could leave.");
  }
}
