package io.qunfa.neighbour;

import java.net.URI;
import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.validation.annotation.Validated;

/**
 * Where our other services are and how long to wait for them.
 *
 * @param taskService TASK_SERVICE_URL
 * @param accountService ACCOUNT_SERVICE_URL
 * @param dataService DATA_SERVICE_URL
 * @param connectTimeout to open a connection
 * @param answerTimeout for an answer, and for a free connection before that; freezing an audience
 *     has a limit of its own
 * @param connections at most this many to one service
 */
@Validated
@ConfigurationProperties("qunfa.neighbours")
public record NeighbourSettings(
    @DefaultValue("http://localhost:8082") URI taskService,
    @DefaultValue("http://localhost:8083") URI accountService,
    @DefaultValue("http://localhost:8084") URI dataService,
    @DefaultValue("2s") Duration connectTimeout,
    @DefaultValue("10s") Duration answerTimeout,
    @DefaultValue("64") int connections) {}
