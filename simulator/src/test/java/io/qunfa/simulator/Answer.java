package io.qunfa.simulator;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.net.http.HttpResponse;
import java.util.List;
import java.util.stream.StreamSupport;

/** What the simulator answered. */
record Answer(int status, String contentType, String body) {
  static final ObjectMapper JSON = new ObjectMapper();

  static Answer of(HttpResponse<String> response) {
    return new Answer(
        response.statusCode(),
        response.headers().firstValue("Content-Type").orElse(""),
        response.body());
  }

  JsonNode json() {
    try {
      return JSON.readTree(body);
    } catch (JsonProcessingException broken) {
      throw new AssertionError("No JSON: " + body, broken);
    }
  }

  int errcode() {
    return json().path("errcode").intValue();
  }

  String text(String field) {
    return json().path(field).asText();
  }

  List<JsonNode> list(String field) {
    return StreamSupport.stream(json().path(field).spliterator(), false).toList();
  }

  List<String> texts(String field) {
    return list(field).stream().map(JsonNode::asText).toList();
  }
}
