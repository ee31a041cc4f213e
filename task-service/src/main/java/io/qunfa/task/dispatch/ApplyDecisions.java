package io.qunfa.task.dispatch;

import static java.util.stream.Collectors.toSet;

import io.qunfa.permit.ReservePermits.Decision;
import io.qunfa.task.dispatch.DispatchDueLanes.Decided;
import io.qunfa.task.job.JobChange;
import io.qunfa.task.job.JobKey;
import io.qunfa.task.job.JobStatus;
import io.qunfa.task.job.SendJob;
import io.qunfa.task.job.SendJobs;
import io.qunfa.task.lane.LaneSettings;
import io.qunfa.task.split.JobSplit;
import io.qunfa.task.split.JobSplits;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Propagation;
import org.springframework.transaction.annotation.Transactional;

/**
 * Does to jobs what the limiter decided: granted ones are dispatched, those granted in part are to
 * be split, and one that is too big but must stay whole waits by itself. One pass over their rows;
 * those that somebody else has touched meanwhile are left to them.
 */
@Component
@Transactional(propagation = Propagation.MANDATORY)
class ApplyDecisions {
  private final SendJobs jobs;
  private final JobSplits splits;
  private final ReturnLostPermits lostPermits;
  private final LostAsks lostAsks;
  private final LaneSettings lanes;
  private final Clock clock;

  ApplyDecisions(
      SendJobs jobs,
      JobSplits splits,
      ReturnLostPermits lostPermits,
      LostAsks lostAsks,
      LaneSettings lanes,
      Clock clock) {
    this.jobs = jobs;
    this.splits = splits;
    this.lostPermits = lostPermits;
    this.lostAsks = lostAsks;
    this.lanes = lanes;
    this.clock = clock;
  }

  /**
   * @return the jobs that are dispatched now
   */
  public List<SendJob> apply(List<Decided> decided) {
    Instant now = clock.instant();
    List<JobChange> changed =
        jobs.changeUntouched(
            decided.stream().map(one -> change(one, now)).flatMap(Optional::stream).toList());
    Set<JobKey> ours = changed.stream().map(change -> change.after().key()).collect(toSet());
    splits.begin(
        decided.stream()
            .filter(one -> one.isGrantedInPart() && ours.contains(one.job().key()))
            .map(one -> split(one, now))
            .toList());
    lostPermits.giveBack(
        decided.stream()
            .filter(one -> one.isGivenAnything() && !ours.contains(one.job().key()))
            .toList());
    lostAsks.note(
        decided.stream().filter(Decided::mayHaveBeenGranted).map(Decided::job).toList(), now);
    return changed.stream()
        .map(JobChange::after)
        .filter(job -> job.status() == JobStatus.DISPATCHED)
        .toList();
  }

  private Optional<JobChange> change(Decided one, Instant now) {
    SendJob job = one.job();
    if (one.isGranted()) {
      return Optional.of(one.dispatched());
    }
    if (one.isGrantedInPart()) {
      return Optional.of(JobChange.of(job, job.shrunkTo(one.decision().granted())));
    }
    return one.isTooBig() ? Optional.of(JobChange.of(job, held(one, now))) : Optional.empty();
  }

  private SendJob held(Decided one, Instant now) {
    Instant word = now.plus(one.decision().retryAfter());
    return one.job()
        .heldByLimit(
            lanes.askAgain(word, now),
            one.decision().decidedBy().name(),
            word,
            "It must go whole: what became of an earlier call was not known for a while.");
  }

  private static JobSplit split(Decided one, Instant now) {
    Decision decision = one.decision();
    return new JobSplit(
        one.job(),
        decision.granted(),
        Objects.requireNonNull(decision.permitId()),
        now.plus(decision.retryAfter()),
        decision.decidedBy().name());
  }
}
