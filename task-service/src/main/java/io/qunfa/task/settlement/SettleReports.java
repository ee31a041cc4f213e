package io.qunfa.task.settlement;

import io.qunfa.task.settlement.ReportInbox.Delivered;
import io.qunfa.task.stepping.Step;
import io.qunfa.task.store.Outage;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Settles what was delivered and acknowledges it after the commit. What fails stays here and is
 * tried again, for a database that is away as long as it takes; a report that cannot be settled for
 * a reason of its own is singled out and becomes a dead letter. Run by one thread.
 */
final class SettleReports implements Step {
  private static final Logger log = LoggerFactory.getLogger(SettleReports.class);
  private static final int TRIES = 3;

  private final ReportInbox inbox;
  private final SettleBatch settleBatch;
  private final int atMost;
  private final Deque<Delivered> held = new ArrayDeque<>();
  private int together;
  private int failures;

  SettleReports(ReportInbox inbox, SettleBatch settleBatch, int atMost) {
    this.inbox = inbox;
    this.settleBatch = settleBatch;
    this.atMost = atMost;
  }

  @Override
  public boolean run() {
    if (held.isEmpty()) {
      held.addAll(inbox.next(atMost));
      together = atMost;
      failures = 0;
    }
    if (held.isEmpty()) {
      return false;
    }
    List<Delivered> batch = held.stream().limit(together).toList();
    try {
      settleBatch.settle(batch.stream().map(Delivered::report).toList());
    } catch (RuntimeException failed) {
      afterFailure(failed);
      throw failed;
    }
    ReportInbox.acknowledge(batch);
    held.removeAll(batch);
    failures = 0;
    return true;
  }

  private void afterFailure(RuntimeException failed) {
    failures++;
    if (Outage.isBehind(failed)) {
      return;
    }
    if (together > 1) {
      together = 1;
      failures = 0;
    } else if (failures >= TRIES) {
      Delivered hopeless = held.removeFirst();
      failures = 0;
      ReportInbox.reject(hopeless);
      log.error(
          "The report about job {}-{} cannot be settled and goes to the dead letters; its deadline,"
              + " if it has one, stands: {}",
          hopeless.report().campaignId(),
          hopeless.report().jobNo(),
          hopeless.report().outcome().getClass().getSimpleName(),
          failed);
    }
  }
}
