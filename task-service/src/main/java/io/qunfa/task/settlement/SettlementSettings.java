package io.qunfa.task.settlement;

import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.validation.annotation.Validated;

/**
 * How reports become job states (QUNFA_SETTLEMENT_...).
 *
 * @param batch reports settled in one transaction, and the consumer's prefetch
 * @param maxDeferrals a job that could not be sent this many times gives up; limits and wrong
 *     configuration do not count, they are waited out
 * @param longestDeferral deferrals of one job grow from a second to this
 * @param configurationRest how long a lane rests after a fault that a person must repair
 * @param absentGrace how long a job that was proven absent waits, so that the ledger has learned it
 *     before the next dispatch reads it
 */
@Validated
@ConfigurationProperties("qunfa.settlement")
public record SettlementSettings(
    @DefaultValue("100") @Min(1) @Max(1000) int batch,
    @DefaultValue("20") @Min(1) int maxDeferrals,
    @DefaultValue("5m") Duration longestDeferral,
    @DefaultValue("2m") Duration configurationRest,
    @DefaultValue("2s") Duration absentGrace) {}
