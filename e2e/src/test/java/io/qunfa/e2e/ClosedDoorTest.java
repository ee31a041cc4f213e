package io.qunfa.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.qunfa.e2e.client.Answer;
import io.qunfa.e2e.client.Json;
import io.qunfa.e2e.client.Rest;
import java.net.URI;
import java.net.http.HttpRequest.BodyPublishers;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Nothing is open without login, and what services say to each other is not for people. */
@WithSuite
class ClosedDoorTest {
  private static final String LOGIN = "/api/v1/auth/login";

  private final SuiteUnderTest suite;
  private final Rest operator;
  private final Rest stranger;

  ClosedDoorTest(SuiteUnderTest suite) {
    this.suite = suite;
    this.operator = suite.operator().rest();
    this.stranger = operator.withoutToken();
  }

  @Test
  void everyDocumentedOperationAsksForALogin() {
    List<Operation> operations = documentedOperations();
    assertThat(operations).hasSizeGreaterThan(20);

    for (Operation operation : operations) {
      Answer answer = stranger.send(operation.method(), operation.path(), BodyPublishers.noBody());

      assertThat(answer.status()).as("%s", answer.request()).isEqualTo(401);
      assertThat(answer.json().path("code").asText())
          .as("%s", answer.request())
          .isEqualTo("unauthenticated");
    }
  }

  @Test
  void everyServiceBehindTheGatewayAsksForALoginToo() {
    for (Operation operation : documentedOperations()) {
      for (String service : List.of("task-service", "data-service", "account-service")) {
        Rest direct = new Rest(URI.create(suite.suite().url(service)));
        Answer answer = direct.send(operation.method(), operation.path(), BodyPublishers.noBody());
        assertThat(answer.status()).as("%s", answer.request()).isEqualTo(401);
      }
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/internal/v1/accounts?tenantId=1&corpId=ww-x&channel=api",
        "/internal/v1/campaigns/1/content?tenantId=1",
        "/internal/v1/campaigns/1/ledger?tenantId=1",
        "/api/v1/../../internal/v1/campaigns/1/ledger?tenantId=1",
        "/api/v1/%2e%2e/%2e%2e/internal/v1/campaigns/1/ledger?tenantId=1",
        "/api/../internal/v1/accounts?tenantId=1&corpId=ww-x&channel=api"
      })
  void internalPathsAreNotRoutedEvenForAnOperator(String path) {
    assertThat(operator.get(path).status()).isIn(400, 401, 403, 404);
  }

  @Test
  void internalPathsRefuseAPersonsToken() {
    Rest direct =
        new Rest(URI.create(suite.suite().url("task-service")))
            .withToken(String.valueOf(operator.token()));

    Answer answer = direct.get("/internal/v1/campaigns/1/content?tenantId=1");

    assertThat(answer.status()).isEqualTo(403);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"/actuator/env", "/actuator/heapdump", "/actuator", "/", "/console", "/error"})
  void nothingElseIsServed(String path) {
    assertThat(stranger.get(path).status()).isIn(401, 403, 404);
  }

  @Test
  void aWrongPasswordAndAForgedTokenAreRefused() {
    Answer wrong = stranger.post(LOGIN, Map.of("username", "admin", "password", "wrong"));
    Answer forged =
        stranger
            .withToken(
                "eyJhbGciOiJub25lIn0.eyJzdWIiOiJhZG1pbiIsInRlbmFudCI6IjEiLCJzY29wZSI6Im9wZXJhdG9yIn0.")
            .get("/api/v1/campaigns");

    assertThat(wrong.status()).isEqualTo(401);
    assertThat(forged.status()).isEqualTo(401);
  }

  private List<Operation> documentedOperations() {
    JsonNode document = operator.get("/v3/api-docs").expect(200);
    List<Operation> operations = new ArrayList<>();
    document
        .path("paths")
        .fieldNames()
        .forEachRemaining(
            path ->
                document
                    .path("paths")
                    .path(path)
                    .fieldNames()
                    .forEachRemaining(
                        method ->
                            operations.add(
                                new Operation(
                                    method.toUpperCase(Locale.ROOT),
                                    path.replaceAll("\\{[^}]*}", "1")))));
    assertThat(operations).as(Json.write(document)).contains(new Operation("POST", LOGIN));
    operations.remove(new Operation("POST", LOGIN));
    return operations;
  }

  private record Operation(String method, String path) {}
}
