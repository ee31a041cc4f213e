package io.qunfa.task.dispatch;

import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.validation.annotation.Validated;

/**
 * How jobs leave their lanes (QUNFA_DISPATCH_...).
 *
 * @param poll how often to look for due lanes without having been woken
 * @param gap how long to gather due lanes after a round with work
 * @param lanesPerRound lanes that one process takes at once
 * @param inFlightPerLane jobs of one account that may be on their way or in a call at once
 * @param lease how long a claimed lane is left alone by other replicas
 */
@Validated
@ConfigurationProperties("qunfa.dispatch")
public record DispatchSettings(
    @DefaultValue("200ms") Duration poll,
    @DefaultValue("10ms") Duration gap,
    @DefaultValue("100") @Min(1) @Max(1000) int lanesPerRound,
    @DefaultValue("5") @Min(1) @Max(100) int inFlightPerLane,
    @DefaultValue("30s") Duration lease) {}
