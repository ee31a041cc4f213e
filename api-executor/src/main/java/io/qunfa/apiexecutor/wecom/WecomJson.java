package io.qunfa.apiexecutor.wecom;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Map;
import okhttp3.MediaType;
import okhttp3.RequestBody;

/** Calls whose request is a JSON object. */
final class WecomJson {
  private static final MediaType JSON = MediaType.get("application/json; charset=utf-8");

  private final WecomCalls calls;
  private final ObjectMapper json;
  private final WecomSettings settings;

  WecomJson(WecomCalls calls, ObjectMapper json, WecomSettings settings) {
    this.calls = calls;
    this.json = json;
    this.settings = settings;
  }

  ObjectNode object() {
    return json.createObjectNode();
  }

  WecomResult<JsonNode> post(Authority authority, String path, ObjectNode request) {
    byte[] body;
    try {
      body = json.writeValueAsBytes(request);
    } catch (JsonProcessingException impossible) {
      throw new IllegalStateException(impossible);
    }
    return calls.post(
        new WecomHttp.Exchange(
            authority,
            path.substring(path.lastIndexOf('/') + 1),
            path,
            Map.of(),
            RequestBody.create(body, JSON),
            settings.answerTimeout()));
  }
}
