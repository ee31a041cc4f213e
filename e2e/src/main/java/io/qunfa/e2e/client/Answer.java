package io.qunfa.e2e.client;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Arrays;

/**
 * What a server answered, whatever its status.
 *
 * @param request method and address, for messages
 */
public record Answer(String request, int status, String body) {
  public JsonNode json() {
    return Json.read(body);
  }

  /** The body, if the status is one of these. */
  public JsonNode expect(int... statuses) {
    if (Arrays.stream(statuses).noneMatch(expected -> expected == status)) {
      throw new IllegalStateException(
          "%s answered %d, expected %s: %s"
              .formatted(request, status, Arrays.toString(statuses), body));
    }
    return body.isEmpty() ? Json.object() : json();
  }
}
