package io.qunfa.apiexecutor.followup;

import io.qunfa.apiexecutor.followup.ReadPages.Reading;
import io.qunfa.apiexecutor.wecom.MassRecords.Delivery;
import io.qunfa.apiexecutor.wecom.MassRecords.MemberTask;
import io.qunfa.apiexecutor.wecom.MassRecords.SendResult;
import io.qunfa.executor.ChannelSender.Reports;
import io.qunfa.executor.NotNow;
import io.qunfa.executor.suite.DataService;
import io.qunfa.job.FollowUp;
import io.qunfa.ledger.RecipientState;
import io.qunfa.wire.JobOutcome;
import io.qunfa.wire.JobOutcome.Receipt;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;

/**
 * Asks what became of a job's recipients. A job is complete when its member has confirmed, no
 * recipient is open at WeCom, and everyone who is ISSUED in our ledger was in WeCom's answer. The
 * answer may come in parts: who was final on the pages before is not ISSUED any more.
 */
@Component
class AskReceipts {
  private static final Logger log = LoggerFactory.getLogger(AskReceipts.class);
  private static final int PAGE = 1000;

  private final ReadRecords records;
  private final DataService data;

  AskReceipts(ReadRecords records, DataService data) {
    this.records = records;
    this.data = data;
  }

  void receipts(FollowUp followUp, String msgid, Reports reports) {
    // Who has read some of the results knows that the member has confirmed.
    if (followUp.position() == null
        && records.taskOf(followUp, msgid).stream().noneMatch(MemberTask::sent)) {
      reports.report(new JobOutcome.Receipts(List.of(), false));
      return;
    }
    Reading<SendResult> read = records.nextResults(followUp, msgid);
    boolean open = someAreOpen(followUp, read);
    requireEnd(read, open, reports);
    Set<String> issued =
        new HashSet<>(
            data.recipients(followUp.tenantId(), followUp.jobId(), RecipientState.ISSUED));
    read.items().forEach(result -> issued.remove(result.externalUserId()));
    if (!issued.isEmpty() && !read.goesOn()) {
      log.warn(
          "WeCom's answer about job {} lacks {} recipients that it accepted; it is asked again",
          followUp.jobId(),
          issued.size());
    }
    boolean any = read.goesOn() || !read.items().isEmpty();
    report(read.items(), !open && issued.isEmpty() && any, reports);
  }

  /** Also on the pages before. */
  static boolean someAreOpen(FollowUp followUp, Reading<SendResult> read) {
    FollowUp.Position position = followUp.position();
    return (read.goesOn() && position != null && position.open())
        || read.items().stream().anyMatch(result -> result.delivery() == Delivery.OPEN);
  }

  /**
   * If WeCom may not be called on, what was read is reported and {@link NotNow} says where to go
   * on.
   */
  static void requireEnd(Reading<SendResult> read, boolean open, Reports reports) {
    NotNow denied = read.denied();
    if (denied == null) {
      return;
    }
    if (!read.items().isEmpty()) {
      report(read.items(), false, reports);
    }
    throw denied.at(new FollowUp.Position(read.next(), open));
  }

  /** In pages; {@code complete} is said with the last. */
  static void report(List<SendResult> results, boolean complete, Reports reports) {
    List<Receipt> receipts =
        results.stream().map(AskReceipts::toReceipt).flatMap(Optional::stream).toList();
    int from = 0;
    do {
      int to = Math.min(receipts.size(), from + PAGE);
      reports.report(
          new JobOutcome.Receipts(receipts.subList(from, to), complete && to == receipts.size()));
      from = to;
    } while (from < receipts.size());
  }

  private static Optional<Receipt> toReceipt(SendResult result) {
    return switch (result.delivery()) {
      case OPEN -> Optional.empty();
      case SENT -> Optional.of(new Receipt(result.externalUserId(), RecipientState.SENT));
      case NOT_A_FRIEND ->
          Optional.of(new Receipt(result.externalUserId(), RecipientState.NOT_A_CONTACT));
      case OVER_QUOTA ->
          Optional.of(new Receipt(result.externalUserId(), RecipientState.OVER_QUOTA));
    };
  }
}
