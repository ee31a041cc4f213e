package io.qunfa.apiexecutor.followup;

import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotNull;
import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.validation.annotation.Validated;

/**
 * How WeCom is asked about what left us.
 *
 * @param tries how often a question is asked in all when WeCom is busy or asked too much at once
 * @param pause between two tries, with up to as much again by chance
 * @param mostPages of one answer; one that has more is not read to its end and proves nothing
 * @param clockSkew how far WeCom's clock may be from ours: a lost task is looked for from so much
 *     before its call began
 * @param listFreshness how long after a call WeCom's list may still miss its task; only later its
 *     absence is a proof. Must be longer than the time until a call must have begun and the time
 *     that it may take, together ({@link ListFreshness})
 */
@Validated
@ConfigurationProperties("qunfa.follow-ups")
record FollowUpSettings(
    @DefaultValue("3") @Min(1) int tries,
    @DefaultValue("1s") @NotNull Duration pause,
    @DefaultValue("1000") @Min(1) int mostPages,
    @DefaultValue("1m") @NotNull Duration clockSkew,
    @DefaultValue("2m") @NotNull Duration listFreshness) {}
