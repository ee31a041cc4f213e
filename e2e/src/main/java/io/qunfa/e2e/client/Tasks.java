package io.qunfa.e2e.client;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Map;

/** Single sends. */
public final class Tasks {
  private final Rest rest;

  Tasks(Rest rest) {
    this.rest = rest;
  }

  public static ObjectNode task(String corpId, String text, List<String> externalUserIds) {
    ObjectNode json = Json.object();
    json.put("corpId", corpId);
    json.put("channel", "api");
    json.set("externalUserIds", Json.of(externalUserIds));
    json.set("content", Json.of(Map.of("text", text)));
    json.put("priority", "normal");
    return json;
  }

  public Answer post(JsonNode task, String idempotencyKey) {
    return rest.post("/api/v1/tasks", task, "Idempotency-Key", idempotencyKey);
  }

  public Answer postBatch(List<? extends JsonNode> tasks, String idempotencyKey) {
    return rest.post("/api/v1/tasks:batch", tasks, "Idempotency-Key", idempotencyKey);
  }

  public JsonNode get(String taskId) {
    return rest.get("/api/v1/tasks/" + taskId).expect(200);
  }
}
