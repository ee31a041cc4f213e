package io.qunfa.gateway.apidocs;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.qunfa.gateway.fixture.RunningGateway;
import org.junit.jupiter.api.Test;

class ApiDocsTest extends RunningGateway {

  @Test
  void oneDocumentHoldsAllServicesThatAnswer() throws Exception {
    ACCOUNTS.answersBy(
        exchange ->
            ACCOUNTS.answer(
                exchange,
                200,
                "{\"paths\":{\"/api/v1/corps\":{},\"/internal/v1/tokens\":{}},\"components\":{}}"));
    TASKS.answersBy(exchange -> TASKS.answer(exchange, 200, "{\"paths\":{\"/api/v1/tasks\":{}}}"));
    DATA.answersBy(exchange -> DATA.answer(exchange, 500, "{}"));

    JsonNode document = tree(send(asOperator("/v3/api-docs")));

    assertThat(document.path("paths").properties())
        .extracting(path -> path.getKey())
        .containsExactlyInAnyOrder("/api/v1/auth/login", "/api/v1/corps", "/api/v1/tasks");
    assertThat(document.at("/info/description").asText())
        .contains("Incomplete: data-service did not answer");
    assertThat(TASKS.next().headers().getFirst("Authorization"))
        .as("the gateway asks with a token of its own")
        .startsWith("Bearer ");
  }
}
