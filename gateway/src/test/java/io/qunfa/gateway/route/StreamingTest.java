package io.qunfa.gateway.route;

import static org.assertj.core.api.Assertions.assertThat;

import io.qunfa.gateway.fixture.RunningGateway;
import java.io.BufferedReader;
import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.io.SequenceInputStream;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** These tests run in 256 MB, gateway and services together. */
class StreamingTest extends RunningGateway {
  private static final long UPLOAD = 300L << 20;

  @Test
  void uploadLargerThanTheMemoryPasses() throws Exception {
    String head =
        """
        --b\r
        Content-Disposition: form-data; name="file"; filename="c.csv"\r
        Content-Type: text/csv\r
        \r
        """;
    String tail = "\r\n--b--\r\n";

    HttpResponse<String> answer =
        send(
            asOperator("/api/v1/contacts:import?corpId=ww1")
                .header("Content-Type", "multipart/form-data; boundary=b")
                .POST(
                    BodyPublishers.ofInputStream(
                        () ->
                            new SequenceInputStream(
                                Collections.enumeration(
                                    List.of(bytes(head), new Zeros(UPLOAD), bytes(tail)))))));

    assertThat(answer.statusCode()).isEqualTo(200);
    assertThat(DATA.next().bodyBytes()).isEqualTo(head.length() + UPLOAD + tail.length());
  }

  @Test
  void downloadLargerThanTheMemoryPasses() throws Exception {
    DATA.answersBy(
        exchange -> {
          exchange.sendResponseHeaders(200, 0);
          new Zeros(UPLOAD).transferTo(exchange.getResponseBody());
        });

    HttpResponse<InputStream> answer =
        HTTP.send(
            asOperator("/api/v1/campaigns/7/recipients.csv").build(),
            HttpResponse.BodyHandlers.ofInputStream());

    try (InputStream body = answer.body()) {
      assertThat(body.transferTo(OutputStream.nullOutputStream())).isEqualTo(UPLOAD);
    }
  }

  @Test
  void eventsArriveOneByOne() throws Exception {
    CountDownLatch firstSeen = new CountDownLatch(1);
    TASKS.answersBy(
        exchange -> {
          exchange.getResponseHeaders().add("Content-Type", "text/event-stream;charset=UTF-8");
          exchange.sendResponseHeaders(200, 0);
          OutputStream events = exchange.getResponseBody();
          events.write("data: one\n\n".getBytes(StandardCharsets.UTF_8));
          events.flush();
          events.write(
              (await(firstSeen) ? "data: two\n\n" : "data: late\n\n")
                  .getBytes(StandardCharsets.UTF_8));
        });

    HttpResponse<InputStream> answer =
        HTTP.send(
            asOperator("/api/v1/campaigns/7/progress")
                .header("Accept", "text/event-stream")
                .build(),
            HttpResponse.BodyHandlers.ofInputStream());

    try (BufferedReader events =
        new BufferedReader(new InputStreamReader(answer.body(), StandardCharsets.UTF_8))) {
      assertThat(events.readLine()).isEqualTo("data: one");
      firstSeen.countDown();
      assertThat(events.readLine()).isEmpty();
      assertThat(events.readLine()).isEqualTo("data: two");
    }
  }

  private static boolean await(CountDownLatch latch) {
    try {
      return latch.await(1, TimeUnit.SECONDS);
    } catch (InterruptedException stopped) {
      Thread.currentThread().interrupt();
      return false;
    }
  }

  private static InputStream bytes(String text) {
    return new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8));
  }

  private static final class Zeros extends InputStream {
    private long left;

    Zeros(long left) {
      this.left = left;
    }

    @Override
    public int read() {
      return left-- > 0 ? 0 : -1;
    }

    @Override
    public int read(byte[] buffer, int offset, int length) {
      if (left <= 0) {
        return -1;
      }
      int given = (int) Math.min(length, left);
      left -= given;
      return given;
    }
  }
}
