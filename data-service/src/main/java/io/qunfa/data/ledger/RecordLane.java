package io.qunfa.data.ledger;

import io.micrometer.core.instrument.MeterRegistry;
import io.qunfa.data.ledger.ReceiveReports.Delivery;
import io.qunfa.data.protection.ImpatientTransaction;
import io.qunfa.ledger.RecipientState;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.event.ContextClosedEvent;
import org.springframework.context.event.EventListener;
import org.springframework.dao.DataAccessException;
import org.springframework.dao.DataIntegrityViolationException;
import org.springframework.retry.support.RetryTemplate;
import org.springframework.stereotype.Component;
import org.springframework.transaction.TransactionException;

/**
 * Records reports one after the other, several in one transaction. While the database is away it
 * waits, with growing pauses, and holds the messages: giving them back would count as deliveries,
 * and after twenty of those the broker takes a message for poison.
 */
@Component
class RecordLane {
  private static final Logger log = LoggerFactory.getLogger(RecordLane.class);

  private final RecordReport recordReport;
  private final ImpatientTransaction transaction;
  private final RetryTemplate retries;
  private final LedgerSettings settings;
  private final MeterRegistry meters;
  private final CountDownLatch closing = new CountDownLatch(1);

  RecordLane(
      RecordReport recordReport,
      ImpatientTransaction transaction,
      RetryTemplate retries,
      LedgerSettings settings,
      MeterRegistry meters) {
    this.recordReport = recordReport;
    this.transaction = transaction;
    this.retries = retries;
    this.settings = settings;
    this.meters = meters;
  }

  @EventListener
  void closing(ContextClosedEvent event) {
    closing.countDown();
  }

  /**
   * @return tags of those that can never be recorded; all others are committed
   * @throws Closing if the process ends before that; the broker then delivers again
   */
  List<Long> record(List<Delivery> lane) {
    List<Long> refused = new ArrayList<>();
    int size = settings.reportsPerTransaction();
    for (int from = 0; from < lane.size(); from += size) {
      List<Delivery> part = lane.subList(from, Math.min(from + size, lane.size()));
      try {
        commit(part);
      } catch (UnrecordableReport oneOfThem) {
        refused.addAll(recordEach(part));
      }
    }
    return refused;
  }

  private List<Long> recordEach(List<Delivery> part) {
    List<Long> refused = new ArrayList<>();
    for (Delivery each : part) {
      try {
        commit(List.of(each));
      } catch (UnrecordableReport poison) {
        log.error(
            "The report about job {} of campaign {} cannot be recorded; it goes to the dead letters",
            each.report().jobNo(),
            each.report().campaignId(),
            poison);
        refused.add(each.tag());
      }
    }
    return refused;
  }

  private void commit(List<Delivery> part) {
    Duration pause = settings.firstPause();
    while (true) {
      try {
        count(retries.execute(attempt -> commit(part, attempt.getRetryCount() > 0)));
        return;
      } catch (DataIntegrityViolationException itsOwnFault) {
        throw new UnrecordableReport(itsOwnFault);
      } catch (DataAccessException | TransactionException databaseAway) {
        log.warn(
            "{} reports cannot be recorded now; they are held and tried again in {}",
            part.size(),
            pause,
            databaseAway);
        await(pause);
        pause = longer(pause);
      } catch (RuntimeException itsOwnFault) {
        throw new UnrecordableReport(itsOwnFault);
      }
    }
  }

  private Map<RecipientState, Long> commit(List<Delivery> part, boolean waitedInVain) {
    return transaction.execute(() -> recordAll(part, waitedInVain));
  }

  private Map<RecipientState, Long> recordAll(List<Delivery> part, boolean owing) {
    Map<RecipientState, Long> changes = new EnumMap<>(RecipientState.class);
    for (Delivery each : part) {
      recordReport
          .record(each.report(), owing)
          .forEach((state, change) -> changes.merge(state, Math.max(0, change), Long::sum));
    }
    return changes;
  }

  private void count(Map<RecipientState, Long> arrived) {
    arrived.forEach(
        (state, recipients) ->
            meters
                .counter("mass.ledger.transitions", "state", state.name().toLowerCase(Locale.ROOT))
                .increment((double) recipients));
  }

  private Duration longer(Duration pause) {
    Duration doubled = pause.multipliedBy(2);
    return doubled.compareTo(settings.longestPause()) > 0 ? settings.longestPause() : doubled;
  }

  private void await(Duration pause) {
    try {
      if (closing.await(pause.toMillis(), TimeUnit.MILLISECONDS)) {
        throw new Closing();
      }
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
      throw new Closing();
    }
  }

  /** Something in a report that no repetition will mend. */
  static final class UnrecordableReport extends RuntimeException {
    private static final long serialVersionUID = 1L;

    UnrecordableReport(Throwable cause) {
      super(cause);
    }
  }

  /** The process ends while the database is away. */
  static final class Closing extends RuntimeException {
    private static final long serialVersionUID = 1L;

    Closing() {
      super("closing; the broker keeps the reports and delivers them again");
    }
  }
}
