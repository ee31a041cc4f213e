package io.qunfa.task.outbox;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Clock;
import java.time.Duration;
import org.springframework.stereotype.Component;

/** How much waits for the broker. Read from the table, so that all replicas tell the same. */
@Component
public class OutboxBacklog {
  private final OutboxRows rows;
  private final OutboxSettings settings;
  private final Clock clock;

  OutboxBacklog(OutboxRows rows, OutboxSettings settings, Clock clock, MeterRegistry meters) {
    this.rows = rows;
    this.settings = settings;
    this.clock = clock;
    Gauge.builder("outbox_messages", this, OutboxBacklog::size)
        .description("Messages that the broker has not confirmed yet")
        .register(meters);
    Gauge.builder("outbox_oldest_age_seconds", this, OutboxBacklog::ageInSeconds)
        .description("Age of the oldest message in the outbox")
        .register(meters);
  }

  /** True while the broker takes too little: more dispatching would only fill the table. */
  public boolean isCongested() {
    return rows.holdsMoreThan(settings.dispatchUpTo());
  }

  private double size() {
    return rows.size();
  }

  private double ageInSeconds() {
    return rows.oldest()
        .map(oldest -> Duration.between(oldest, clock.instant()).toMillis() / 1000.0)
        .orElse(0.0);
  }
}
