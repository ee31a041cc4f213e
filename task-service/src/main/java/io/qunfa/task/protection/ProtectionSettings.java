package io.qunfa.task.protection;

import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.validation.annotation.Validated;

/**
 * The last look at recipients before a job leaves (QUNFA_PROTECTION_...).
 *
 * @param retryAfter when to ask again after data-service did not answer; nothing is sent meanwhile
 */
@Validated
@ConfigurationProperties("qunfa.protection")
public record ProtectionSettings(@DefaultValue("2s") Duration retryAfter) {}
