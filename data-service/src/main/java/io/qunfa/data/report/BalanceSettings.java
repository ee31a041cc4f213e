package io.qunfa.data.report;

import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.validation.annotation.Validated;

/**
 * How often the ledger is counted again.
 *
 * @param every the pause between two counts
 */
@Validated
@ConfigurationProperties("qunfa.balance")
record BalanceSettings(@DefaultValue("5m") Duration every) {}
