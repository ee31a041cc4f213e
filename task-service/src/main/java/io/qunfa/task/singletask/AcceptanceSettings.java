package io.qunfa.task.singletask;

import jakarta.validation.constraints.Min;
import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.util.unit.DataSize;
import org.springframework.validation.annotation.Validated;

/**
 * Single tasks until they are durable (QUNFA_ACCEPTANCE_...).
 *
 * @param answerWithin a request whose commit takes longer is told that it may not have been
 *     accepted
 * @param mostWaiting tasks that may wait for their commit in one process; more are refused at once
 * @param mostWaitingSize and how large they may be together
 */
@Validated
@ConfigurationProperties("qunfa.acceptance")
public record AcceptanceSettings(
    @DefaultValue("10s") Duration answerWithin,
    @DefaultValue("10000") @Min(1) int mostWaiting,
    @DefaultValue("16MB") DataSize mostWaitingSize) {}
