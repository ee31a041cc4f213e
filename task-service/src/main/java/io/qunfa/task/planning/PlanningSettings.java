package io.qunfa.task.planning;

import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.validation.annotation.Validated;

/**
 * Freezing audiences and making jobs of them (QUNFA_PLANNING_...).
 *
 * @param threads campaigns that one process plans at once, so that a big one keeps no small one
 *     waiting
 * @param poll how often to look without having been woken
 * @param lease how long a campaign whose planner died is left alone; a living planner renews it
 * @param longestRetry waits after a failure grow from a second to this
 */
@Validated
@ConfigurationProperties("qunfa.planning")
public record PlanningSettings(
    @DefaultValue("3") @Min(1) @Max(16) int threads,
    @DefaultValue("500ms") Duration poll,
    @DefaultValue("15s") Duration lease,
    @DefaultValue("1m") Duration longestRetry) {
  public PlanningSettings {
    if (lease.compareTo(Duration.ofSeconds(1)) < 0) {
      throw new IllegalArgumentException(
          "qunfa.planning.lease must be at least a second, got " + lease);
    }
  }
}
