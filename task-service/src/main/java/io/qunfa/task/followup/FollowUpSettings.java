package io.qunfa.task.followup;

import jakarta.validation.constraints.DecimalMin;
import java.time.Duration;
import java.time.Instant;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.validation.annotation.Validated;

/**
 * When the channel is asked about jobs that left us (QUNFA_FOLLOWUP_...).
 *
 * <p>Members confirm by hand: after two minutes few have, after a day most who ever will. Each
 * question is two calls of the few that WeCom allows a corp, so a job is asked about ten times in
 * its first day and six times in each later one.
 *
 * @param firstDelay from the channel's acceptance to the first question for receipts
 * @param factor each delay is this many times the one before
 * @param maxDelay but never longer
 * @param giveUpAge after this long, what members have not confirmed is stopped and counts as
 *     expired; an unknown job is left to a person
 * @param stopAge a stop that the channel has not answered for this long is given up: what is open
 *     counts as stopped, and the log says so
 * @param freshness how long after a call its absence from the channel's list proves nothing
 * @param lease how long an executor has for one question before another executor may ask it
 * @param endEvery how often to look for what has to be given up
 */
@Validated
@ConfigurationProperties("qunfa.followup")
public record FollowUpSettings(
    @DefaultValue("2m") Duration firstDelay,
    @DefaultValue("2") @DecimalMin("1.0") double factor,
    @DefaultValue("4h") Duration maxDelay,
    @DefaultValue("15d") Duration giveUpAge,
    @DefaultValue("3d") Duration stopAge,
    @DefaultValue("30s") Duration freshness,
    @DefaultValue("2m") Duration lease,
    @DefaultValue("1m") Duration endEvery) {
  public FollowUpSettings {
    if (maxDelay.compareTo(firstDelay) < 0) {
      throw new IllegalArgumentException(
          "qunfa.followup.max-delay ("
              + maxDelay
              + ") must not be shorter than qunfa.followup.first-delay ("
              + firstDelay
              + ")");
    }
  }

  /**
   * @param asked how often the question was put before
   */
  Instant nextAfter(int asked, Instant now) {
    double millis = (double) firstDelay.toMillis() * Math.pow(factor, asked);
    return now.plusMillis((long) Math.min(millis, (double) maxDelay.toMillis()));
  }
}
