package io.qunfa.task.singletask;

import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.validation.annotation.Validated;

/**
 * From an accepted task to its jobs (QUNFA_ADMISSION_...).
 *
 * @param batch tasks of one corp admitted at once
 * @param corpsAtOnce corps whose tasks one process admits at the same time
 * @param poll how often to look without having been woken
 * @param gap how long to gather tasks after a round with work
 * @param lease how long claimed tasks are left alone by other replicas
 * @param busyRetryAfter when to try a task again to whose contact messages are being counted
 * @param retryAfter when to try again after a service did not answer
 * @param refusedRetryAfter when to try a task again that a service refused
 */
@Validated
@ConfigurationProperties("qunfa.admission")
public record AdmissionSettings(
    @DefaultValue("500") @Min(1) @Max(1000) int batch,
    @DefaultValue("4") @Min(1) @Max(32) int corpsAtOnce,
    @DefaultValue("200ms") Duration poll,
    @DefaultValue("50ms") Duration gap,
    @DefaultValue("30s") Duration lease,
    @DefaultValue("1s") Duration busyRetryAfter,
    @DefaultValue("2s") Duration retryAfter,
    @DefaultValue("1m") Duration refusedRetryAfter) {}
