package io.qunfa.gateway.apidocs;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import java.util.HashMap;
import java.util.Map;

/**
 * Adds the paths and schemas of a service's OpenAPI document to ours. A schema that another service
 * gave the same name but another content gets the service's name in front.
 */
final class MergeDocuments {
  private static final String SCHEMAS = "/components/schemas";
  private static final String REFERENCE = "$ref";
  private static final String REFERENCE_PREFIX = "#/components/schemas/";

  private final ObjectNode merged;

  /**
   * @param base changed by {@link #add}
   */
  MergeDocuments(ObjectNode base) {
    this.merged = base;
  }

  void add(String service, JsonNode document) {
    ObjectNode schemas = merged.withObject(SCHEMAS);
    Map<String, String> renamed = new HashMap<>();
    for (Map.Entry<String, JsonNode> schema : document.at(SCHEMAS).properties()) {
      JsonNode known = schemas.get(schema.getKey());
      if (known != null && !known.equals(schema.getValue())) {
        renamed.put(schema.getKey(), service + "." + schema.getKey());
      }
    }
    for (Map.Entry<String, JsonNode> schema : document.at(SCHEMAS).properties()) {
      String name = renamed.getOrDefault(schema.getKey(), schema.getKey());
      schemas.set(name, withReferences(schema.getValue(), renamed));
    }
    ObjectNode paths = merged.withObject("/paths");
    for (Map.Entry<String, JsonNode> path : document.path("paths").properties()) {
      if (path.getKey().startsWith("/api/")) {
        paths.set(path.getKey(), withReferences(path.getValue(), renamed));
      }
    }
  }

  ObjectNode merged() {
    return merged;
  }

  private static JsonNode withReferences(JsonNode node, Map<String, String> renamed) {
    if (renamed.isEmpty()) {
      return node;
    }
    return switch (node) {
      case ObjectNode object -> {
        ObjectNode copy = object.objectNode();
        for (Map.Entry<String, JsonNode> field : object.properties()) {
          copy.set(
              field.getKey(),
              field.getKey().equals(REFERENCE)
                  ? reference(field.getValue().asText(), renamed)
                  : withReferences(field.getValue(), renamed));
        }
        yield copy;
      }
      case ArrayNode array -> {
        ArrayNode copy = array.arrayNode(array.size());
        array.forEach(element -> copy.add(withReferences(element, renamed)));
        yield copy;
      }
      default -> node;
    };
  }

  private static TextNode reference(String reference, Map<String, String> renamed) {
    if (!reference.startsWith(REFERENCE_PREFIX)) {
      return TextNode.valueOf(reference);
    }
    String name = reference.substring(REFERENCE_PREFIX.length());
    return TextNode.valueOf(REFERENCE_PREFIX + renamed.getOrDefault(name, name));
  }
}
