package io.qunfa.e2e.client;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.JsonNode;
import java.net.URLEncoder;
import java.util.function.Consumer;

/** Follows {@code nextCursor} to the end. */
public final class Pages {
  private Pages() {}

  /**
   * @param path with at least one query parameter
   */
  public static void each(Rest rest, String path, Consumer<JsonNode> item) {
    String cursor = "";
    do {
      String page = cursor.isEmpty() ? path : path + "&cursor=" + URLEncoder.encode(cursor, UTF_8);
      JsonNode answer = rest.get(page).expect(200);
      answer.path("items").forEach(item);
      cursor = answer.path("nextCursor").asText("");
    } while (!cursor.isEmpty() && !cursor.equals("null"));
  }
}
