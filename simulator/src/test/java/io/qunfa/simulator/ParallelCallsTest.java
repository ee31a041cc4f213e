package io.qunfa.simulator;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

@SimulatorTest
class ParallelCallsTest {
  private static final Logger LOG = LoggerFactory.getLogger(ParallelCallsTest.class);
  private static final int CALLS = 100;
  private static final int IDS = 10_000;

  private final Wecom wecom;

  ParallelCallsTest(Wecom wecom) {
    this.wecom = wecom;
  }

  @BeforeEach
  void startOver() {
    wecom.startOver();
    wecom.settings(Map.of("openContacts", true));
  }

  @Test
  void aMillionRecipientsInParallelCallsAreEachCountedOnce() {
    String token = wecom.token();
    List<String> bodies = IntStream.range(0, CALLS).mapToObj(ParallelCallsTest::body).toList();

    long began = System.nanoTime();
    try (ExecutorService threads = Executors.newFixedThreadPool(8)) {
      List<CompletableFuture<Answer>> answers =
          bodies.stream()
              .map(body -> CompletableFuture.supplyAsync(() -> wecom.add(token, body), threads))
              .toList();
      answers.forEach(answer -> assertThat(answer.join().errcode()).isZero());
    }
    Duration took = Duration.ofNanos(System.nanoTime() - began);

    LOG.info(
        "{} calls of {} ids, 8 at a time: {} ms, {} recipients a second",
        CALLS,
        IDS,
        took.toMillis(),
        1_000L * CALLS * IDS / Math.max(1, took.toMillis()));
    Answer received = wecom.received();
    assertThat(received.json().path("recipients").intValue()).isEqualTo(CALLS * IDS);
    assertThat(received.json().path("distinctRecipients").intValue()).isEqualTo(CALLS * IDS);
    assertThat(received.json().path("duplicates").intValue()).isZero();
  }

  private static String body(int call) {
    List<String> ids =
        IntStream.range(call * IDS, (call + 1) * IDS)
            .mapToObj("wmAAAAAAAAAAAAAAAAAAAAAA%08d"::formatted)
            .toList();
    return Wecom.json(
        Map.of(
            "sender",
            "member" + call % 20,
            "external_userid",
            ids,
            "text",
            Map.of("content", "秋季新品上线")));
  }
}
