package io.qunfa.data.ledger;

import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.validation.annotation.Validated;

/**
 * How reports become ledger rows.
 *
 * @param lanes reports of different jobs recorded at the same time; those of one job stay in order
 * @param batch reports taken from the broker at once
 * @param reportsPerTransaction at most this many are recorded in one transaction
 * @param gatherFor how long to wait for more before a batch is begun
 * @param firstPause before a report is tried again while the database is away; doubles each time
 * @param longestPause the most that a pause grows to
 */
@Validated
@ConfigurationProperties("qunfa.ledger")
record LedgerSettings(
    @DefaultValue("3") @Min(1) @Max(16) int lanes,
    @DefaultValue("150") @Min(1) @Max(2000) int batch,
    @DefaultValue("20") @Min(1) @Max(200) int reportsPerTransaction,
    @DefaultValue("20ms") Duration gatherFor,
    @DefaultValue("200ms") Duration firstPause,
    @DefaultValue("15s") Duration longestPause) {}
