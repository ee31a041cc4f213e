package io.qunfa.gateway.apidocs;

import com.fasterxml.jackson.databind.JsonNode;
import io.qunfa.neighbour.Neighbours;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.web.client.RestClient;
import org.springframework.web.client.RestClientException;

/** Asks all services for their documents at once. */
final class FetchDocuments {
  private static final Logger log = LoggerFactory.getLogger(FetchDocuments.class);

  private final Map<String, RestClient> services = new LinkedHashMap<>();

  FetchDocuments(Neighbours neighbours) {
    services.put("task-service", neighbours.taskService());
    services.put("account-service", neighbours.accountService());
    services.put("data-service", neighbours.dataService());
  }

  /** By service, in a fixed order; empty for a service that does not answer. */
  Map<String, Optional<JsonNode>> all() {
    Map<String, CompletableFuture<Optional<JsonNode>>> asked = new LinkedHashMap<>();
    Map<String, Optional<JsonNode>> answers = new LinkedHashMap<>();
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      services.forEach(
          (name, client) ->
              asked.put(
                  name, CompletableFuture.supplyAsync(() -> documentOf(name, client), threads)));
    }
    asked.forEach((name, answer) -> answers.put(name, answer.join()));
    return answers;
  }

  private static Optional<JsonNode> documentOf(String name, RestClient client) {
    try {
      return Optional.ofNullable(client.get().uri("/v3/api-docs").retrieve().body(JsonNode.class));
    } catch (RestClientException noAnswer) {
      log.warn("{} gave no OpenAPI document; ours leaves it out until it does", name, noAnswer);
      return Optional.empty();
    }
  }
}
