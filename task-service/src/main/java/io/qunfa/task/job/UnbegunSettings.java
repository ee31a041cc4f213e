package io.qunfa.task.job;

import jakarta.validation.constraints.Min;
import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.validation.annotation.Validated;

/**
 * Dispatched jobs whose call does not begin before their permit ends (QUNFA_UNBEGUN_...).
 *
 * @param longestWait such a job waits before it is dispatched again; the waits grow from a second
 *     to this, so this is also the most by which an executor that was away is noticed late
 * @param most a job to which this happens more often in a row is a dead letter. With permits of a
 *     minute and the defaults that takes ten hours: longer than an executor should be away, and
 *     short enough for a job that kills every executor that prepares it.
 */
@Validated
@ConfigurationProperties("qunfa.unbegun")
public record UnbegunSettings(
    @DefaultValue("5m") Duration longestWait, @DefaultValue("100") @Min(1) int most) {
  private static final Duration FIRST_WAIT = Duration.ofSeconds(1);

  /**
   * @param times how often in a row it did not begin, at least 1
   */
  Duration waitAfter(int times) {
    Duration growing = FIRST_WAIT.multipliedBy(1L << Math.min(times - 1, 20));
    return growing.compareTo(longestWait) > 0 ? longestWait : growing;
  }
}
