package io.qunfa.task.lane;

import io.qunfa.channel.Priority;
import java.time.Duration;
import java.time.Instant;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.validation.annotation.Validated;

/**
 * Whose turn it is (QUNFA_LANES_...).
 *
 * @param aging a class of waiting jobs that is passed over this long counts as the next more urgent
 *     one, and again after as long; so even the low ones leave under a flood of urgent ones
 * @param longestRest the limiter is asked again after at most this long, however long its word was:
 *     people change limits, and nobody tells the lanes
 */
@Validated
@ConfigurationProperties("qunfa.lanes")
public record LaneSettings(
    @DefaultValue("10m") Duration aging, @DefaultValue("5m") Duration longestRest) {
  public LaneSettings {
    if (!aging.isPositive() || !longestRest.isPositive()) {
      throw new IllegalArgumentException(
          "qunfa.lanes.aging and qunfa.lanes.longest-rest must be longer than nothing");
    }
  }

  /** When to ask a limiter again that said no until then. */
  public Instant askAgain(Instant word, Instant now) {
    Instant latest = now.plus(longestRest);
    return word.isAfter(latest) ? latest : word;
  }

  /**
   * The place among all who wait, the earlier the sooner.
   *
   * @param since when jobs of this class began to wait, or were last served
   */
  public Instant turn(Priority priority, Instant since) {
    return since.plus(aging.multipliedBy(priority.rank()));
  }
}
