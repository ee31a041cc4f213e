package io.qunfa.gateway.apidocs;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.LoadingCache;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import org.springframework.core.io.ClassPathResource;

/** The merged document, remembered for a few seconds. */
final class ApiDocument {
  private static final Duration REMEMBERED = Duration.ofSeconds(15);

  private final FetchDocuments documents;
  private final ObjectMapper json;
  private final LoadingCache<Class<?>, ObjectNode> current;

  ApiDocument(FetchDocuments documents, ObjectMapper json) {
    this.documents = documents;
    this.json = json;
    this.current = Caffeine.newBuilder().expireAfterWrite(REMEMBERED).build(only -> merge());
  }

  JsonNode now() {
    return current.get(ApiDocument.class);
  }

  private ObjectNode merge() {
    MergeDocuments merge = new MergeDocuments(ownDocument());
    StringBuilder missing = new StringBuilder();
    for (Map.Entry<String, Optional<JsonNode>> answer : documents.all().entrySet()) {
      answer
          .getValue()
          .ifPresentOrElse(
              document -> merge.add(answer.getKey(), document),
              () -> missing.append(missing.isEmpty() ? "" : ", ").append(answer.getKey()));
    }
    ObjectNode merged = merge.merged();
    if (!missing.isEmpty()) {
      ObjectNode info = merged.withObject("/info");
      info.put(
          "description",
          info.path("description").asText()
              + " Incomplete: "
              + missing
              + " did not answer, so its paths are missing here for now.");
    }
    return merged;
  }

  private ObjectNode ownDocument() {
    try (InputStream own = new ClassPathResource("openapi.json").getInputStream()) {
      return json.readValue(own, ObjectNode.class);
    } catch (IOException broken) {
      throw new UncheckedIOException(broken);
    }
  }
}
