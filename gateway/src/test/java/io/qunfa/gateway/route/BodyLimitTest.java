package io.qunfa.gateway.route;

import static org.assertj.core.api.Assertions.assertThat;

import io.qunfa.gateway.fixture.RunningGateway;
import io.qunfa.gateway.fixture.Tokens;
import java.io.ByteArrayInputStream;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class BodyLimitTest extends RunningGateway {
  private static final int MEGABYTE = 1 << 20;

  @ParameterizedTest
  @CsvSource({
    "/api/v1/tasks,         2",
    "/api/v1/accounts,      2",
    "/api/v1/campaigns,     8",
    "/api/v1/tasks:batch,   8",
    "/api/v1/media,        21"
  })
  void bodyOverTheLimitIsRefused(String path, int megabytes) throws Exception {
    byte[] body = new byte[megabytes * MEGABYTE + 1];

    HttpResponse<String> announced = send(asOperator(path).POST(BodyPublishers.ofByteArray(body)));
    HttpResponse<String> chunked =
        send(
            asOperator(path)
                .POST(BodyPublishers.ofInputStream(() -> new ByteArrayInputStream(body))));

    assertThat(announced.statusCode()).isEqualTo(413);
    assertThat(tree(announced).path("code").asText()).isEqualTo("payload-too-large");
    assertThat(chunked.statusCode()).isEqualTo(413);
    assertThat(tree(chunked).path("code").asText()).isEqualTo("payload-too-large");
  }

  @Test
  void bodyAtTheLimitPasses() throws Exception {
    byte[] body = new byte[2 * MEGABYTE];

    HttpResponse<String> answer =
        send(
            asOperator("/api/v1/tasks")
                .POST(BodyPublishers.ofInputStream(() -> new ByteArrayInputStream(body))));

    assertThat(answer.statusCode()).isEqualTo(200);
    assertThat(TASKS.next().bodyBytes()).isEqualTo(body.length);
  }

  @Test
  void announcedGigabyteIsRefusedBeforeItIsSent() throws Exception {
    String answer =
        raw(
            "POST /api/v1/contacts:import HTTP/1.1\r\nHost: x\r\nConnection: close\r\n"
                + "Authorization: Bearer "
                + Tokens.ofOperator()
                + "\r\nContent-Type: text/csv\r\nContent-Length: 2147483648\r\nExpect: 100-continue\r\n\r\n");

    assertThat(answer).startsWith("HTTP/1.1 413").contains("application/problem+json");
    assertThat(DATA.gotNothing()).isTrue();
  }
}
