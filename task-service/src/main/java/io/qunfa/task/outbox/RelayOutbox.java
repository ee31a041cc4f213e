package io.qunfa.task.outbox;

import io.micrometer.core.instrument.MeterRegistry;
import io.qunfa.task.outbox.OutboxRows.Undelivered;
import io.qunfa.task.stepping.Step;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.amqp.AmqpException;

/**
 * Publishes the oldest messages and deletes those that the broker confirmed. Between publishing and
 * deleting a crash publishes them again, which begin and settlement take. What no queue wanted
 * stays, counts its attempts, and is logged.
 */
final class RelayOutbox implements Step {
  private static final Logger log = LoggerFactory.getLogger(RelayOutbox.class);

  private final OutboxRows rows;
  private final PublishBatch publish;
  private final OutboxSettings settings;
  private final Clock clock;
  private final MeterRegistry meters;

  RelayOutbox(
      OutboxRows rows,
      PublishBatch publish,
      OutboxSettings settings,
      Clock clock,
      MeterRegistry meters) {
    this.rows = rows;
    this.publish = publish;
    this.settings = settings;
    this.clock = clock;
    this.meters = meters;
  }

  @Override
  public boolean run() {
    List<OutboxRow> batch = rows.claim(settings.batch(), clock.instant(), settings.lease());
    if (batch.isEmpty()) {
      return false;
    }
    List<Undelivered> undelivered;
    try {
      undelivered = publish.publish(batch);
    } catch (AmqpException brokerAway) {
      // Nothing is known of the batch: free it, so that the first round after the broker's return
      // takes it.
      rows.leaseUntil(null, ids(batch));
      throw brokerAway;
    }
    List<Long> delivered = ids(batch);
    delivered.removeAll(undelivered.stream().map(Undelivered::id).toList());
    rows.delete(delivered);
    keep(undelivered);
    return batch.size() == settings.batch();
  }

  private void keep(List<Undelivered> undelivered) {
    if (undelivered.isEmpty()) {
      return;
    }
    rows.keep(undelivered, clock.instant().plus(settings.retryAfter()));
    meters.counter("outbox_undelivered_total").increment(undelivered.size());
    log.error(
        "{} messages stay in the outbox and are tried again in {}; the first: {}",
        undelivered.size(),
        settings.retryAfter(),
        undelivered.getFirst().problem());
  }

  private static List<Long> ids(List<OutboxRow> batch) {
    return new ArrayList<>(batch.stream().map(OutboxRow::id).toList());
  }
}
