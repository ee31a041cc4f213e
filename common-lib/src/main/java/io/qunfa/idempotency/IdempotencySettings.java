package io.qunfa.idempotency;

import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.validation.annotation.Validated;

/**
 * How long an Idempotency-Key protects (QUNFA_IDEMPOTENCY_...).
 *
 * @param keptFor a key that is older may make something again; at least a day
 * @param forgetEvery how often old keys are deleted
 */
@Validated
@ConfigurationProperties("qunfa.idempotency")
record IdempotencySettings(
    @DefaultValue("7d") Duration keptFor, @DefaultValue("10m") Duration forgetEvery) {
  IdempotencySettings {
    if (keptFor.compareTo(Duration.ofDays(1)) < 0) {
      throw new IllegalArgumentException(
          "qunfa.idempotency.kept-for must be at least a day, got " + keptFor);
    }
  }
}
