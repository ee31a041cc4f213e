package io.qunfa.gateway.identity;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.qunfa.gateway.fixture.RunningGateway;
import io.qunfa.gateway.fixture.Tokens;
import java.io.ByteArrayInputStream;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LoginTest extends RunningGateway {

  @Test
  void administratorGetsATokenThatOpensTheApi() throws Exception {
    HttpResponse<String> answer = login("admin", PASSWORD);

    assertThat(answer.statusCode()).isEqualTo(200);
    assertThat(answer.headers().firstValue("Cache-Control").orElseThrow()).contains("no-store");
    JsonNode body = tree(answer);
    assertThat(body.path("tokenType").asText()).isEqualTo("Bearer");
    assertThat(body.path("expiresIn").asLong()).isEqualTo(8 * 3600);
    assertThat(claims(body.path("accessToken").asText()))
        .as("nobody departs from the protection of recipients unless it is configured")
        .contains("\"scope\":\"operator\"");
    HttpResponse<String> opened =
        send(
            request("/api/v1/campaigns")
                .header("Authorization", "Bearer " + body.path("accessToken").asText()));
    assertThat(opened.statusCode()).isEqualTo(200);
  }

  private static String claims(String token) {
    return new String(
        Base64.getUrlDecoder().decode(token.split("\\.", -1)[1]), StandardCharsets.UTF_8);
  }

  @Test
  void wrongPasswordAndUnknownNameLookAlike() throws Exception {
    HttpResponse<String> wrongPassword = login("admin", "guess");
    HttpResponse<String> unknownName = login("root", PASSWORD);

    assertThat(wrongPassword.statusCode()).isEqualTo(401);
    assertThat(unknownName.statusCode()).isEqualTo(401);
    assertThat(tree(wrongPassword)).isEqualTo(tree(unknownName));
    assertThat(tree(wrongPassword).path("code").asText()).isEqualTo("unauthenticated");
  }

  @Test
  void guessingIsBraked() throws Exception {
    for (int attempt = 0; attempt < 3; attempt++) {
      assertThat(login("mallory", "guess " + attempt).statusCode()).isEqualTo(401);
    }

    HttpResponse<String> braked = login("mallory", "guess 4");

    assertThat(braked.statusCode()).isEqualTo(429);
    assertThat(Integer.parseInt(braked.headers().firstValue("Retry-After").orElseThrow()))
        .isBetween(1, 61);
    assertThat(tree(braked).path("code").asText()).isEqualTo("too-many-requests");
    assertThat(login("admin", PASSWORD).statusCode()).isEqualTo(200);
  }

  @Test
  void oldTokenDoesNotStandInTheWayOfALogin() throws Exception {
    HttpResponse<String> answer =
        send(
            json(request("/api/v1/auth/login"), body("admin", PASSWORD))
                .header("Authorization", "Bearer " + Tokens.expired()));

    assertThat(answer.statusCode()).isEqualTo(200);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "{",
        "[]",
        "{}",
        "{\"username\":\"admin\"}",
        "{\"username\":\"admin\",\"password\":\"x\",\"tenant\":\"2\"}"
      })
  void unusableLoginIsABadRequest(String body) throws Exception {
    HttpResponse<String> answer = send(json(request("/api/v1/auth/login"), body));

    assertThat(answer.statusCode()).isEqualTo(400);
    assertThat(answer.headers().firstValue("Content-Type")).hasValue("application/problem+json");
  }

  @Test
  void endlessLoginIsCutOff() throws Exception {
    byte[] endless = body("admin", "x".repeat(1 << 20)).getBytes(StandardCharsets.UTF_8);

    HttpResponse<String> announced =
        send(
            request("/api/v1/auth/login")
                .header("Content-Type", "application/json")
                .POST(BodyPublishers.ofByteArray(endless)));
    HttpResponse<String> chunked =
        send(
            request("/api/v1/auth/login")
                .header("Content-Type", "application/json")
                .POST(BodyPublishers.ofInputStream(() -> new ByteArrayInputStream(endless))));

    assertThat(announced.statusCode()).isEqualTo(413);
    assertThat(chunked.statusCode()).isEqualTo(413);
  }

  @Test
  void otherMethodsAreRefused() throws Exception {
    HttpResponse<String> answer = send(request("/api/v1/auth/login"));

    assertThat(answer.statusCode()).isEqualTo(405);
    assertThat(answer.headers().firstValue("Content-Type")).hasValue("application/problem+json");
  }

  private HttpResponse<String> login(String username, String password) throws Exception {
    return send(json(request("/api/v1/auth/login"), body(username, password)));
  }

  private static String body(String username, String password) {
    return "{\"username\":\"" + username + "\",\"password\":\"" + password + "\"}";
  }
}
