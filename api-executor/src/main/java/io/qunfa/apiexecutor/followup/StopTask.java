package io.qunfa.apiexecutor.followup;

import com.fasterxml.jackson.databind.JsonNode;
import io.qunfa.apiexecutor.followup.ReadPages.Reading;
import io.qunfa.apiexecutor.wecom.MassRecords.MemberTask;
import io.qunfa.apiexecutor.wecom.MassRecords.SendResult;
import io.qunfa.apiexecutor.wecom.MassSend;
import io.qunfa.apiexecutor.wecom.WecomFault;
import io.qunfa.apiexecutor.wecom.WecomResult;
import io.qunfa.executor.ChannelSender.Reports;
import io.qunfa.job.FollowUp;
import io.qunfa.wire.JobOutcome;
import java.util.Objects;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;

/**
 * Has a task cancelled, then reports what was delivered until then, then the rest. What was
 * delivered cannot be recalled (wecom-api 3.2). A refusal that will not pass ends it too, with
 * WeCom's number as the evidence.
 */
@Component
class StopTask {
  private static final Logger log = LoggerFactory.getLogger(StopTask.class);

  private final MassSend wecom;
  private final AskWecom ask;
  private final ReadRecords records;

  StopTask(MassSend wecom, AskWecom ask, ReadRecords records) {
    this.wecom = wecom;
    this.ask = ask;
    this.records = records;
  }

  void stop(FollowUp followUp, String msgid, Reports reports) {
    WecomResult<JsonNode> cancelled = ask.ask(followUp, who -> wecom.cancel(who, msgid));
    switch (cancelled) {
      case WecomResult.Failed<JsonNode> refused
          when refused.fault() != WecomFault.CANCELLED_ALREADY && !refused.fault().mayPass() ->
          giveUp(followUp, msgid, refused, reports);
      case WecomResult.Failed<JsonNode> failed
          when failed.fault() != WecomFault.CANCELLED_ALREADY ->
          throw new AskLater("the task was not cancelled: " + failed.reply());
      case WecomResult.Done<JsonNode> done -> finish(followUp, msgid, reports);
      case WecomResult.Failed<JsonNode> already -> finish(followUp, msgid, reports);
      case WecomResult<JsonNode> other ->
          throw new AskLater("the task was not cancelled: " + other);
    }
  }

  /**
   * A member who confirmed before the stop is still being served: whoever is open then gets the
   * message after all and must not be called stopped. task-service bounds how often that is asked.
   */
  private void finish(FollowUp followUp, String msgid, Reports reports) {
    boolean confirmed = records.taskOf(followUp, msgid).stream().anyMatch(MemberTask::sent);
    if (reportResults(followUp, msgid, reports) && confirmed) {
      throw new AskLater("the member confirmed before the stop and WeCom is still delivering");
    }
    reports.report(new JobOutcome.Stopped(Objects.requireNonNull(followUp.remaining())));
  }

  /** Asking again would not help: what can be known is reported, and why it ends. */
  private void giveUp(
      FollowUp followUp, String msgid, WecomResult.Failed<JsonNode> refused, Reports reports) {
    try {
      reportResults(followUp, msgid, reports);
    } catch (AskLater.Never unknownToo) {
      log.info(
          "WeCom has no results of job {} either: {}", followUp.jobId(), unknownToo.getMessage());
    }
    reports.report(
        new JobOutcome.Stopped(
            Objects.requireNonNull(followUp.remaining()), refused.code(), refused.reply()));
  }

  /** Whether some are open. */
  private boolean reportResults(FollowUp followUp, String msgid, Reports reports) {
    Reading<SendResult> read = records.nextResults(followUp, msgid);
    boolean open = AskReceipts.someAreOpen(followUp, read);
    AskReceipts.requireEnd(read, open, reports);
    AskReceipts.report(read.items(), false, reports);
    return open;
  }
}
