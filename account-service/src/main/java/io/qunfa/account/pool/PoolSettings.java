package io.qunfa.account.pool;

import jakarta.validation.constraints.NotNull;
import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.validation.annotation.Validated;

/**
 * How accounts are kept healthy.
 *
 * @param lookEvery how often accounts are looked for whose cool-down or warm-up is over
 * @param healthHalfLife after this long an outcome weighs half in an account's health
 * @param heldRetry when a job of an account that a person holds back is tried again
 */
@Validated
@ConfigurationProperties("qunfa.pool")
record PoolSettings(
    @DefaultValue("1s") @NotNull Duration lookEvery,
    @DefaultValue("24h") @NotNull Duration healthHalfLife,
    @DefaultValue("5s") @NotNull Duration heldRetry) {
  PoolSettings {
    if (healthHalfLife.toMillis() < 1 || lookEvery.toMillis() < 1 || heldRetry.toMillis() < 1) {
      throw new IllegalArgumentException(
          "qunfa.pool.look-every, health-half-life and held-retry must be at least a millisecond");
    }
  }
}
