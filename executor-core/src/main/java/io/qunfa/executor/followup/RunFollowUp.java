package io.qunfa.executor.followup;

import io.qunfa.executor.ChannelSender;
import io.qunfa.executor.NotNow;
import io.qunfa.executor.report.PublishReport;
import io.qunfa.executor.suite.SuiteUnavailable;
import io.qunfa.executor.suite.TaskService;
import io.qunfa.job.FollowUp;
import io.qunfa.wire.JobOutcome;
import io.qunfa.wire.JobReport;
import java.time.InstantSource;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;

/** Has one question asked and reports every answer before the next is fetched. */
@Component
class RunFollowUp {
  private static final Logger log = LoggerFactory.getLogger(RunFollowUp.class);

  private final ChannelSender channel;
  private final TaskService tasks;
  private final PublishReport publish;
  private final InstantSource time;

  RunFollowUp(ChannelSender channel, TaskService tasks, PublishReport publish, InstantSource time) {
    this.channel = channel;
    this.tasks = tasks;
    this.publish = publish;
    this.time = time;
  }

  void run(FollowUp followUp) {
    try {
      askOrHandBack(followUp);
    } catch (SuiteUnavailable | GivenUp later) {
      log.info(
          "{} of job {} stops here and is asked again when its lease ends: {}",
          followUp.kind(),
          followUp.jobId(),
          later.getMessage());
    }
  }

  private void askOrHandBack(FollowUp followUp) {
    try {
      channel.followUp(followUp, outcome -> report(followUp, outcome));
    } catch (NotNow later) {
      log.info(
          "{} of job {} is handed back for {}: {}",
          followUp.kind(),
          followUp.jobId(),
          later.retryAfter(),
          later.getMessage());
      FollowUp.Position reached = later.reached();
      tasks.handBack(
          followUp.handBack(later.retryAfter(), reached == null ? followUp.position() : reached));
    }
  }

  private void report(FollowUp followUp, JobOutcome outcome) {
    if (time.instant().isAfter(followUp.leaseUntil())) {
      throw new GivenUp("the lease has ended, another executor has it by now");
    }
    JobReport report =
        new JobReport(
            JobReport.VERSION,
            followUp.tenantId(),
            followUp.campaignId(),
            followUp.jobNo(),
            followUp.epoch(),
            time.instant(),
            outcome);
    if (!publish.untilConfirmed(report)) {
      throw new GivenUp("the process is stopping");
    }
  }

  private static final class GivenUp extends RuntimeException {
    private static final long serialVersionUID = 1L;

    GivenUp(String message) {
      super(message);
    }
  }
}
