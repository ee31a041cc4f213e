package io.qunfa.gateway.route;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.qunfa.gateway.fixture.RunningGateway;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class UpstreamFailureTest extends RunningGateway {

  @Test
  void silentServiceIsReportedWithWhatToDo() throws Exception {
    CountDownLatch answered = new CountDownLatch(1);
    TASKS.answersBy(exchange -> await(answered));

    HttpResponse<String> answer = send(json(asOperator("/api/v1/tasks"), "{}"));
    answered.countDown();

    assertThat(answer.statusCode()).isEqualTo(503);
    assertThat(answer.headers().firstValue("Content-Type")).hasValue("application/problem+json");
    assertThat(tree(answer).path("code").asText()).isEqualTo("upstream-unavailable");
    assertThat(tree(answer).path("detail").asText())
        .contains("task-service", "same Idempotency-Key")
        .doesNotContain("Exception");
  }

  @Test
  void serviceThatHangsUpIsReported() throws Exception {
    ACCOUNTS.answersBy(exchange -> exchange.close());

    HttpResponse<String> answer = send(json(asOperator("/api/v1/accounts"), "{}"));

    assertThat(answer.statusCode()).isEqualTo(503);
    assertThat(tree(answer).path("detail").asText()).contains("account-service");
  }

  @ParameterizedTest
  @ValueSource(longs = {0, 30_000})
  void halfAnAnswerIsNotTakenForAWholeOne(long announcedLength) {
    CountDownLatch clientKnows = new CountDownLatch(1);
    DATA.answersBy(
        exchange -> {
          exchange.sendResponseHeaders(200, announcedLength);
          exchange.getResponseBody().write(new byte[20_000]);
          exchange.getResponseBody().flush();
          await(clientKnows);
        });

    assertThatThrownBy(() -> send(asOperator("/api/v1/campaigns/7/recipients.csv")))
        .isInstanceOf(IOException.class);
    clientKnows.countDown();
  }

  @Test
  void earlyRefusalOfAnUploadReachesTheClient() throws Exception {
    CountDownLatch clientKnows = new CountDownLatch(1);
    DATA.answersBy(
        exchange -> {
          byte[] refusal = "{\"code\":\"invalid-request\"}".getBytes(StandardCharsets.UTF_8);
          exchange.sendResponseHeaders(400, refusal.length);
          exchange.getResponseBody().write(refusal);
          exchange.getResponseBody().flush();
          await(clientKnows);
        });
    byte[] upload = new byte[20 << 20];

    HttpResponse<String> answer =
        send(
            asOperator("/api/v1/contacts:import?corpId=ww1")
                .POST(BodyPublishers.ofInputStream(() -> new ByteArrayInputStream(upload))));
    clientKnows.countDown();

    assertThat(answer.statusCode()).isEqualTo(400);
    assertThat(answer.body()).contains("invalid-request");
  }

  private static void await(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException stopped) {
      Thread.currentThread().interrupt();
    }
  }
}
