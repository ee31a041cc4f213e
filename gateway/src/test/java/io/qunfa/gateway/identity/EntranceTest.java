package io.qunfa.gateway.identity;

import static org.assertj.core.api.Assertions.assertThat;

import io.qunfa.gateway.fixture.RunningGateway;
import io.qunfa.gateway.fixture.Tokens;
import java.net.http.HttpResponse;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.FieldSource;
import org.junit.jupiter.params.provider.ValueSource;

class EntranceTest extends RunningGateway {
  static final List<Arguments> BAD_TOKENS =
      List.of(
          Arguments.argumentSet("expired", Tokens.expired()),
          Arguments.argumentSet("forged", Tokens.forged()),
          Arguments.argumentSet("unsigned", Tokens.unsigned()),
          Arguments.argumentSet("no token at all", "nonsense"));

  static final List<Arguments> GOOD_TOKENS =
      List.of(
          Arguments.argumentSet("a person's", Tokens.ofOperator()),
          Arguments.argumentSet("a service's", Tokens.ofService()));

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/",
        "/api/v1/campaigns",
        "/api/v1/nothing",
        "/v3/api-docs",
        "/actuator",
        "/actuator/info",
        "/actuator/prometheus",
        "/actuator/env",
        "/error"
      })
  void nothingIsOpenWithoutLogin(String path) throws Exception {
    HttpResponse<String> answer = send(request(path));

    assertThat(answer.statusCode()).isEqualTo(401);
    assertThat(answer.headers().firstValue("Content-Type")).hasValue("application/problem+json");
    assertThat(answer.headers().firstValue("WWW-Authenticate")).hasValue("Bearer");
    assertThat(tree(answer).path("detail").asText()).contains("POST /api/v1/auth/login");
    assertThat(TASKS.gotNothing()).isTrue();
  }

  @ParameterizedTest
  @ValueSource(strings = {"/actuator/health/readiness", "/actuator/health"})
  void healthIsOpen(String path) throws Exception {
    assertThat(send(request(path)).statusCode()).isEqualTo(200);
  }

  @ParameterizedTest
  @FieldSource("GOOD_TOKENS")
  void metricsAreForThoseWithALogin(String token) throws Exception {
    HttpResponse<String> answer =
        send(request("/actuator/prometheus").header("Authorization", "Bearer " + token));

    assertThat(answer.statusCode()).isEqualTo(200);
    assertThat(answer.body()).contains("jvm_memory_used_bytes");
  }

  @ParameterizedTest
  @FieldSource("BAD_TOKENS")
  void badTokensAreRefused(String token) throws Exception {
    HttpResponse<String> answer =
        send(request("/api/v1/campaigns").header("Authorization", "Bearer " + token));

    assertThat(answer.statusCode()).isEqualTo(401);
    assertThat(answer.headers().firstValue("Content-Type")).hasValue("application/problem+json");
    assertThat(TASKS.gotNothing()).isTrue();
  }

  @Test
  void servicesDoNotComeInThroughTheFront() throws Exception {
    HttpResponse<String> answer =
        send(request("/api/v1/campaigns").header("Authorization", "Bearer " + Tokens.ofService()));

    assertThat(answer.statusCode()).isEqualTo(403);
    assertThat(tree(answer).path("code").asText()).isEqualTo("forbidden");
  }

  @Test
  void titleIsInTheLanguageOfTheCaller() throws Exception {
    HttpResponse<String> answer =
        send(request("/api/v1/campaigns").header("Accept-Language", "zh-CN"));

    assertThat(tree(answer).path("title").asText()).isEqualTo("需要登录");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "NONSENSE\r\n\r\n",
        "GET /api/v1/campaigns HTTP/1.1\r\nBad Header\r\n: x\r\nConnection: close\r\n\r\n",
        "GET /api/v1/<campaigns> HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n"
      })
  void whatIsNoHttpIsRefusedAsAProblem(String request) throws Exception {
    String answer = raw(request);

    assertThat(answer)
        .startsWith("HTTP/1.1 400")
        .contains("application/problem+json", "\"code\":\"invalid-request\"")
        .doesNotContain("<html", "Exception");
  }

  @Test
  void endlessHeadersAreRefusedAsAProblem() throws Exception {
    String answer =
        raw(
            "GET /api/v1/campaigns HTTP/1.1\r\nHost: x\r\nX-Long: "
                + "x".repeat(20_000)
                + "\r\nConnection: close\r\n\r\n");

    assertThat(answer)
        .startsWith("HTTP/1.1 4")
        .contains("application/problem+json")
        .doesNotContain("<html");
  }
}
