package io.qunfa.task.audience;

import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.validation.annotation.Validated;

/**
 * Asking data-service (QUNFA_AUDIENCE_...).
 *
 * @param freezeTimeout how long a freeze or a preview may take; a million contacts take tens of
 *     seconds
 */
@Validated
@ConfigurationProperties("qunfa.audience")
public record AudienceSettings(@DefaultValue("5m") Duration freezeTimeout) {}
