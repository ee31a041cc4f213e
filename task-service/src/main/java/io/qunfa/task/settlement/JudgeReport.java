package io.qunfa.task.settlement;

import static io.qunfa.task.job.JobStatus.ACCEPTED;
import static io.qunfa.task.job.JobStatus.DEAD;
import static io.qunfa.task.job.JobStatus.DISPATCHED;
import static io.qunfa.task.job.JobStatus.READY;
import static io.qunfa.task.job.JobStatus.SENDING;
import static io.qunfa.task.job.JobStatus.UNKNOWN;

import io.qunfa.task.job.JobChange;
import io.qunfa.task.job.SendJob;
import io.qunfa.task.settlement.Ruling.Asking;
import io.qunfa.wire.JobOutcome;
import io.qunfa.wire.JobReport;
import java.time.Instant;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Decides what a report means for a job as it stands. Pure, but for the log. A report that does not
 * fit (a repeat, a stale epoch) means nothing.
 */
final class JudgeReport {
  private static final Logger log = LoggerFactory.getLogger(JudgeReport.class);

  private final JudgeDeferral deferrals;
  private final SettlementSettings settings;

  JudgeReport(SettlementSettings settings) {
    this.deferrals = new JudgeDeferral(settings);
    this.settings = settings;
  }

  Optional<Ruling> judge(SendJob job, JobReport report, Instant now) {
    boolean thisEpoch = job.epoch() == report.epoch();
    return switch (report.outcome()) {
      case JobOutcome.Accepted accepted -> accepted(job, accepted, report.epoch());
      case JobOutcome.Deferred deferred when thisEpoch && concerns(deferred, job) ->
          Optional.of(deferrals.judge(job, deferred, now));
      case JobOutcome.Refused refused when thisEpoch && isUndecided(job) ->
          Optional.of(
              new Ruling(
                  JobChange.used(job, job.asRefused().because(refused.code(), refused.evidence())),
                  Asking.ENDED));
      case JobOutcome.Unknown unknown when thisEpoch -> unknown(job, unknown);
      // A job with a msgid was found at the channel by somebody who read later.
      case JobOutcome.Absent absent
          when thisEpoch && job.status() == UNKNOWN && job.msgid() == null ->
          Optional.of(
              new Ruling(
                  JobChange.of(
                      job,
                      job.asReady(now.plus(settings.absentGrace())).because(0, absent.evidence())),
                  Asking.ENDED));
      case JobOutcome.Receipts receipts when isOpen(job) ->
          Optional.of(
              receipts.complete()
                  ? closed(job)
                  : new Ruling(JobChange.of(job, job), Asking.ANSWERED));
      case JobOutcome.Stopped stopped when isOpen(job) -> Optional.of(stopped(job, stopped));
      case JobOutcome.Deferred ignored -> Optional.empty();
      case JobOutcome.Refused ignored -> Optional.empty();
      case JobOutcome.Absent ignored -> Optional.empty();
      case JobOutcome.Unknown ignored -> Optional.empty();
      case JobOutcome.Receipts ignored -> Optional.empty();
      case JobOutcome.Stopped ignored -> Optional.empty();
      // Our own word, for the ledger.
      case JobOutcome.Withdrawn ignored -> Optional.empty();
    };
  }

  /**
   * The channel has it: believed even if the job was meanwhile thought absent and waits again, or
   * has given up, for the alternative is a second sending.
   */
  private static Optional<Ruling> accepted(SendJob job, JobOutcome.Accepted accepted, int epoch) {
    boolean thisEpoch = job.epoch() == epoch;
    boolean notBegunAgain = epoch < job.epoch() && (mayGoAgain(job) || job.status() == DISPATCHED);
    if ((thisEpoch && (isUndecided(job) || mayGoAgain(job))) || notBegunAgain) {
      SendJob after = job.asAccepted(accepted.msgid());
      boolean nobodyLeft = accepted.refused().size() >= job.recipients();
      SendJob settled = nobodyLeft ? after.asClosed() : after;
      return Optional.of(
          new Ruling(
              thisEpoch ? JobChange.used(job, settled) : JobChange.unused(job, settled),
              nobodyLeft ? Asking.ENDED : Asking.FOR_RECEIPTS));
    }
    if (!accepted.msgid().equals(job.msgid())) {
      log.error(
          "Job {} is {} in epoch {} but epoch {} was accepted as {}; a person must compare the two at WeCom",
          job.id(),
          job.status(),
          job.epoch(),
          epoch,
          accepted.msgid());
    }
    return Optional.empty();
  }

  private static Optional<Ruling> unknown(SendJob job, JobOutcome.Unknown unknown) {
    if (job.status().isInFlight()) {
      return Optional.of(
          new Ruling(
              JobChange.used(job, job.asUnknown().because(job.code(), unknown.evidence())),
              Asking.FOR_RESOLUTION));
    }
    if (job.status() == UNKNOWN) {
      return Optional.of(
          new Ruling(
              JobChange.of(job, job.because(job.code(), unknown.evidence())), Asking.ANSWERED));
    }
    return Optional.empty();
  }

  /**
   * A deferral from before GO must not end a call that another copy of the message has begun: that
   * call is its owner's to answer for, or the reaper's.
   */
  private static boolean concerns(JobOutcome.Deferred deferred, SendJob job) {
    return job.status() == DISPATCHED || (job.status() == SENDING && deferred.begun());
  }

  private static Ruling stopped(SendJob job, JobOutcome.Stopped stopped) {
    String evidence = stopped.evidence();
    if (evidence == null) {
      return closed(job);
    }
    log.error(
        "Job {} could not be stopped at the channel and ends all the same, members may still send it: {}",
        job.id(),
        evidence);
    return new Ruling(
        JobChange.of(job, job.asClosed().because(stopped.code(), evidence)), Asking.ENDED);
  }

  private static Ruling closed(SendJob job) {
    return new Ruling(JobChange.of(job, job.asClosed()), Asking.ENDED);
  }

  private static boolean isOpen(SendJob job) {
    return job.status() == ACCEPTED && !job.closed();
  }

  private static boolean mayGoAgain(SendJob job) {
    return job.status() == READY || job.status() == DEAD;
  }

  private static boolean isUndecided(SendJob job) {
    return job.status() == DISPATCHED || job.status() == SENDING || job.status() == UNKNOWN;
  }
}
