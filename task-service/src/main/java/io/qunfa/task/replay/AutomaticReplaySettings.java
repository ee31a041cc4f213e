package io.qunfa.task.replay;

import io.qunfa.task.deadletter.DeadReason;
import jakarta.validation.constraints.Min;
import java.time.Duration;
import java.util.Set;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.validation.annotation.Validated;

/**
 * What is replayed without a person (QUNFA_DEADLETTERS_AUTOMATIC_...).
 *
 * @param reasons only such as lie in the transport: with others the thing itself is at fault
 * @param tries so often per dead letter; 0: never
 * @param after not before it has been dead so long
 * @param maxAge not if it died for the first time longer ago
 * @param poll how often to look
 */
@Validated
@ConfigurationProperties("qunfa.dead-letters.automatic")
record AutomaticReplaySettings(
    @DefaultValue({"CHANNEL_UNAVAILABLE", "SUITE_UNAVAILABLE", "NOT_STARTED", "DELIVERY_LIMIT"})
        Set<DeadReason> reasons,
    @DefaultValue("3") @Min(0) int tries,
    @DefaultValue("15m") Duration after,
    @DefaultValue("24h") Duration maxAge,
    @DefaultValue("10s") Duration poll) {
  AutomaticReplaySettings {
    reasons = Set.copyOf(reasons);
    if (!reasons.stream().allMatch(DeadReason::isTransport)) {
      throw new IllegalArgumentException(
          "qunfa.dead-letters.automatic.reasons may hold only causes of transport, got " + reasons);
    }
    if (maxAge.compareTo(after) <= 0) {
      throw new IllegalArgumentException(
          "qunfa.dead-letters.automatic.max-age ("
              + maxAge
              + ") must be longer than qunfa.dead-letters.automatic.after ("
              + after
              + "), or nothing is ever replayed");
    }
  }
}
