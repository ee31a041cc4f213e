package io.qunfa.gateway.apidocs;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import org.junit.jupiter.api.Test;

class MergeDocumentsTest {
  private final ObjectMapper json = new ObjectMapper();

  @Test
  void schemasOfOneNameButTwoContentsStayApart() throws Exception {
    MergeDocuments merge = new MergeDocuments(json.createObjectNode());

    merge.add("task-service", document("/api/v1/tasks", "string"));
    merge.add("data-service", document("/api/v1/imports", "integer"));

    JsonNode merged = merge.merged();
    assertThat(merged.at("/components/schemas/Page/type").asText()).isEqualTo("string");
    assertThat(merged.at("/components/schemas/data-service.Page/type").asText())
        .isEqualTo("integer");
    assertThat(merged.at("/paths/~1api~1v1~1tasks/get/$ref").asText())
        .isEqualTo("#/components/schemas/Page");
    assertThat(merged.at("/paths/~1api~1v1~1imports/get/$ref").asText())
        .isEqualTo("#/components/schemas/data-service.Page");
  }

  @Test
  void schemasThatAreAlikeAreOne() throws Exception {
    MergeDocuments merge = new MergeDocuments(json.createObjectNode());

    merge.add("task-service", document("/api/v1/tasks", "string"));
    merge.add("data-service", document("/api/v1/imports", "string"));

    assertThat(merge.merged().at("/components/schemas")).hasSize(1);
  }

  private JsonNode document(String path, String pageType) throws Exception {
    return json.readTree(
        """
        {"paths": {"%s": {"get": {"$ref": "#/components/schemas/Page"}}},
         "components": {"schemas": {"Page": {"type": "%s"}}}}
        """
            .formatted(path, pageType));
  }
}
