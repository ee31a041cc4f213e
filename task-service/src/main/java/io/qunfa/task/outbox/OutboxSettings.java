package io.qunfa.task.outbox;

import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.validation.annotation.Validated;

/**
 * The relay from the outbox to the broker (QUNFA_OUTBOX_...).
 *
 * @param batch messages in flight at once; beyond a thousand only latency grows
 * @param confirmTimeout how long the broker may take to confirm a batch
 * @param lease how long a claimed batch is left alone by other replicas; must exceed the confirm
 *     timeout
 * @param retryAfter when a message that the broker refused or could not route is tried again
 * @param poll how often to look without having been woken
 * @param dispatchUpTo dispatch waits while more messages than this are in the outbox, so that a
 *     broker that is away fills no table
 */
@Validated
@ConfigurationProperties("qunfa.outbox")
public record OutboxSettings(
    @DefaultValue("500") @Min(1) @Max(2000) int batch,
    @DefaultValue("10s") Duration confirmTimeout,
    @DefaultValue("30s") Duration lease,
    @DefaultValue("10s") Duration retryAfter,
    @DefaultValue("200ms") Duration poll,
    @DefaultValue("5000") @Min(1) int dispatchUpTo) {
  public OutboxSettings {
    if (lease.compareTo(confirmTimeout) <= 0) {
      throw new IllegalArgumentException(
          "qunfa.outbox.lease ("
              + lease
              + ") must be longer than qunfa.outbox.confirm-timeout ("
              + confirmTimeout
              + "), or replicas publish the same batch");
    }
  }
}
