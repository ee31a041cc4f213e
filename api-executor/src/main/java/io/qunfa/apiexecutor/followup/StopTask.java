package io.qunfa.apiexecutor.followup;

import com.fasterxml.jackson.databind.JsonNode;
import io.qunfa.apiexecutor.wecom.MassSend;
import io.qunfa.apiexecutor.wecom.WecomFault;
import io.qunfa.apiexecutor.wecom.WecomResult;
import io.qunfa.executor.ChannelSender.Reports;
import io.qunfa.job.FollowUp;
import io.qunfa.wire.JobOutcome;
import java.util.Objects;
import org.springframework.stereotype.Component;

/**
 * Has a task cancelled, then reports what was delivered until then, then the rest. What was
 * delivered cannot be recalled (wecom-api 3.2).
 */
@Component
class StopTask {
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
    if (!(cancelled instanceof WecomResult.Done<JsonNode>)
        && !cancelled.failedWith(WecomFault.CANCELLED_ALREADY)) {
      throw new AskLater("the task was not cancelled: " + cancelled);
    }
    AskReceipts.report(records.results(followUp, msgid), false, reports);
    reports.report(new JobOutcome.Stopped(Objects.requireNonNull(followUp.remaining())));
  }
}
