package io.qunfa.executor.send;

import io.qunfa.executor.CallWindow;
import io.qunfa.executor.ChannelSender;
import io.qunfa.executor.CrashPoint;
import io.qunfa.executor.CrashPoints;
import io.qunfa.executor.ExecutorSettings;
import io.qunfa.executor.suite.AccountGates;
import io.qunfa.executor.suite.DataService;
import io.qunfa.executor.suite.SuiteUnavailable;
import io.qunfa.executor.suite.TaskService;
import io.qunfa.job.BeginJob;
import io.qunfa.job.JobContent;
import io.qunfa.permit.AccountGate;
import io.qunfa.wire.JobOutcome;
import io.qunfa.wire.SendCommand;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;

/**
 * One dispatch of one job: everything that can fail harmlessly comes first, then the account's
 * gate, then begin, then the one call. Until begin has said GO nothing was sent, and afterwards the
 * call is made at most once and not later than {@code qunfa.executor.call-within}.
 */
@Component
class ExecuteJob {
  private static final Logger log = LoggerFactory.getLogger(ExecuteJob.class);

  private final TaskService tasks;
  private final DataService data;
  private final AccountGates gates;
  private final ChannelSender channel;
  private final CrashPoints crashPoints;
  private final ExecutorSettings settings;

  ExecuteJob(
      TaskService tasks,
      DataService data,
      AccountGates gates,
      ChannelSender channel,
      CrashPoints crashPoints,
      ExecutorSettings settings) {
    this.tasks = tasks;
    this.data = data;
    this.gates = gates;
    this.channel = channel;
    this.crashPoints = crashPoints;
    this.settings = settings;
  }

  /** Empty if the job is none of this executor's business any more: nothing to report. */
  Optional<JobOutcome> execute(SendCommand command) {
    ChannelSender.Sending sending;
    CallWindow window;
    try {
      JobContent content = tasks.content(command.tenantId(), command.campaignId());
      List<String> recipients = data.recipientsOf(command);
      if (recipients.isEmpty()) {
        return Optional.of(
            deferred(
                JobOutcome.DeferReason.NOT_STARTED, "no recipient of the job is planned by now"));
      }
      switch (channel.prepare(command, content, recipients)) {
        case ChannelSender.Preparation.NotNow notNow -> {
          return Optional.of(notNow.why());
        }
        case ChannelSender.Preparation.Ready ready -> sending = ready.sending();
      }
      AccountGate gate = gates.of(command.tenantId(), command.accountId());
      if (!gate.open()) {
        return Optional.of(held(command, gate));
      }
      window = CallWindow.of(settings.callWithin());
      BeginJob.Verdict verdict = tasks.begin(command);
      if (verdict != BeginJob.Verdict.GO) {
        log.info("Job {} is not sent: {}", command.jobId(), verdict);
        return Optional.empty();
      }
    } catch (SuiteUnavailable away) {
      // Also if begin was heard and its answer was lost: this says nothing about a call, and the
      // reaper finds the job SENDING.
      return Optional.of(
          deferred(JobOutcome.DeferReason.SUITE_UNAVAILABLE, String.valueOf(away.getMessage())));
    }
    crashPoints.pass(CrashPoint.AFTER_BEGIN);
    JobOutcome outcome = call(command, sending, window);
    crashPoints.pass(CrashPoint.AFTER_CHANNEL_ANSWERED);
    return Optional.of(outcome);
  }

  private static JobOutcome call(
      SendCommand command, ChannelSender.Sending sending, CallWindow window) {
    try {
      JobOutcome outcome = sending.send(window);
      return outcome instanceof JobOutcome.Deferred deferred ? deferred.afterGo() : outcome;
    } catch (RuntimeException unforeseen) {
      log.error(
          "Sending job {} failed for a reason we did not foresee; whether the channel has it is"
              + " asked later",
          command.jobId(),
          unforeseen);
      return new JobOutcome.Unknown("the executor failed: " + unforeseen);
    }
  }

  private static JobOutcome held(SendCommand command, AccountGate gate) {
    return new JobOutcome.Deferred(
        JobOutcome.DeferReason.HELD,
        gate.retryAfter(),
        false,
        0,
        "account " + command.accountId() + " is held back: " + gate.why());
  }

  private JobOutcome deferred(JobOutcome.DeferReason reason, String evidence) {
    return new JobOutcome.Deferred(reason, settings.suiteRetry(), false, 0, evidence);
  }
}
