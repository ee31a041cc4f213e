package io.qunfa.task.permit;

import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.validation.annotation.Validated;

/**
 * Talking with the limiter (QUNFA_PERMITS_...).
 *
 * @param retryAfter when to ask again after account-service did not answer
 * @param tellEvery how often verdicts are told to account-service without having been woken
 */
@Validated
@ConfigurationProperties("qunfa.permits")
public record PermitSettings(
    @DefaultValue("2s") Duration retryAfter, @DefaultValue("1s") Duration tellEvery) {}
