package io.qunfa.local.demo;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * One campaign's recipients by state, as a progress or report answer has them.
 *
 * @param states in the order in which a recipient may go through them
 */
record Ledger(long targeted, Map<String, Long> states) {
  private static final List<String> ORDER =
      List.of(
          "EXCLUDED",
          "PLANNED",
          "ISSUED",
          "SENT",
          "NOT_A_CONTACT",
          "OVER_QUOTA",
          "REFUSED",
          "EXPIRED",
          "CANCELLED",
          "UNKNOWN");

  static Ledger of(JsonNode answer) {
    Map<String, Long> found = new LinkedHashMap<>();
    answer
        .path("states")
        .properties()
        .forEach(state -> found.put(state.getKey(), state.getValue().asLong()));
    Map<String, Long> ordered = new LinkedHashMap<>();
    ORDER.stream()
        .filter(found::containsKey)
        .forEach(state -> ordered.put(state, found.getOrDefault(state, 0L)));
    found.forEach(ordered::putIfAbsent);
    return new Ledger(answer.path("targeted").asLong(), ordered);
  }

  long in(String state) {
    return states.getOrDefault(state, 0L);
  }

  long sum() {
    return states.values().stream().mapToLong(Long::longValue).sum();
  }

  /** Not handed to the channel yet. */
  long waiting() {
    return in("PLANNED") + in("IN_FLIGHT");
  }

  /** Not final yet. */
  long open() {
    return waiting() + in("ISSUED") + in("UNKNOWN");
  }

  /** What the channel took, whatever became of it. */
  long taken() {
    return in("ISSUED") + in("SENT") + in("NOT_A_CONTACT") + in("OVER_QUOTA") + in("EXPIRED");
  }
}
