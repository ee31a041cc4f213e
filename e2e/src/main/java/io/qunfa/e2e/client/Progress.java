package io.qunfa.e2e.client;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Map;

/** One reading of a campaign's or task's books. */
public record Progress(
    String status,
    long targeted,
    Map<String, Long> states,
    Map<String, Long> excluded,
    boolean balanced) {
  public Progress {
    states = Map.copyOf(states);
    excluded = Map.copyOf(excluded);
  }

  static Progress of(JsonNode json) {
    return new Progress(
        json.path("status").asText(),
        json.path("targeted").asLong(),
        Json.counts(json.path("states")),
        Json.counts(json.path("excluded")),
        json.path("balanced").asBoolean());
  }

  public long in(String state) {
    return states.getOrDefault(state, 0L);
  }

  /** What the reader adds up, whatever the suite says about balance. */
  public long sum() {
    return states.values().stream().mapToLong(Long::longValue).sum();
  }
}
