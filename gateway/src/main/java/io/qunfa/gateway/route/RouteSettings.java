package io.qunfa.gateway.route;

import jakarta.validation.constraints.Positive;
import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.validation.annotation.Validated;

/**
 * How long the gateway waits for the services behind it, and how much it asks of them at once.
 *
 * @param connectTimeout to open a connection
 * @param answerTimeout until the first byte of an answer, and between two bytes of it; launching a
 *     campaign to a million contacts takes tens of seconds
 * @param queueTimeout for a free connection when all are busy
 * @param connections at most this many to one service; a stream of progress holds one
 */
@Validated
@ConfigurationProperties("qunfa.route")
record RouteSettings(
    @DefaultValue("2s") Duration connectTimeout,
    @DefaultValue("2m") Duration answerTimeout,
    @DefaultValue("2s") Duration queueTimeout,
    @DefaultValue("512") @Positive int connections) {}
