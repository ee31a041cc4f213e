package io.qunfa.task.reaping;

import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.validation.annotation.Validated;

/**
 * Deadlines of jobs on their way (QUNFA_REAPING_...).
 *
 * @param poll how often to look
 * @param permitSlack a dispatched job goes back this long after its permit has expired
 * @param callTimeout a call without an outcome is unknown after this long; longer than an
 *     executor's own timeout, so that its word comes first
 */
@Validated
@ConfigurationProperties("qunfa.reaping")
public record ReapingSettings(
    @DefaultValue("1s") Duration poll,
    @DefaultValue("2s") Duration permitSlack,
    @DefaultValue("90s") Duration callTimeout) {}
