package io.qunfa.executor.send;

import io.qunfa.executor.CrashPoint;
import io.qunfa.executor.CrashPoints;
import io.qunfa.executor.Slots;
import io.qunfa.executor.Stopping;
import io.qunfa.executor.report.PublishReport;
import io.qunfa.wire.JobOutcome;
import io.qunfa.wire.JobReport;
import io.qunfa.wire.SendCommand;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Optional;
import org.springframework.stereotype.Component;

/**
 * Waits for a slot, has the job executed, reports. The last step, acknowledging, is the caller's.
 */
@Component
class HandleCommand {
  private static final Duration RIGHT_AGAIN = Duration.ofSeconds(1);

  private final JobSlots slots;
  private final ExecuteJob execute;
  private final PublishReport publish;
  private final CrashPoints crashPoints;
  private final Stopping stopping;
  private final InstantSource time;

  HandleCommand(
      JobSlots slots,
      ExecuteJob execute,
      PublishReport publish,
      CrashPoints crashPoints,
      Stopping stopping,
      InstantSource time) {
    this.slots = slots;
    this.execute = execute;
    this.publish = publish;
    this.crashPoints = crashPoints;
    this.stopping = stopping;
    this.time = time;
  }

  /** True if the message has done its duty and must be acknowledged. */
  boolean handle(SendCommand command) throws InterruptedException {
    Optional<JobOutcome> outcome;
    Optional<Slots.Held> slot = slots.take(command);
    if (slot.isEmpty()) {
      outcome = Optional.of(notStarted("no slot was free while the permit lived"));
    } else {
      try {
        if (stopping.hasBegun()) {
          return false;
        }
        outcome = execute.execute(command);
      } finally {
        slot.get().close();
      }
    }
    if (outcome.isEmpty()) {
      return true;
    }
    boolean confirmed = publish.untilConfirmed(reportOf(command, outcome.get()));
    crashPoints.pass(CrashPoint.AFTER_REPORT);
    return confirmed;
  }

  private static JobOutcome notStarted(String evidence) {
    return new JobOutcome.Deferred(
        JobOutcome.DeferReason.NOT_STARTED, RIGHT_AGAIN, false, 0, evidence);
  }

  private JobReport reportOf(SendCommand command, JobOutcome outcome) {
    return new JobReport(
        JobReport.VERSION,
        command.tenantId(),
        command.campaignId(),
        command.jobNo(),
        command.epoch(),
        time.instant(),
        outcome);
  }
}
