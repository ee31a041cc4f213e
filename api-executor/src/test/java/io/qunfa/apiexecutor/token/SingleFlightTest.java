package io.qunfa.apiexecutor.token;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class SingleFlightTest {
  private final SingleFlight<String, Integer> flight = new SingleFlight<>();
  private final AtomicInteger loads = new AtomicInteger();

  @Test
  void simultaneousAskersShareOneLoad() throws Exception {
    CountDownLatch loading = new CountDownLatch(1);
    CountDownLatch release = new CountDownLatch(1);
    List<Future<Integer>> askers = new ArrayList<>();
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      askers.add(
          threads.submit(
              () ->
                  flight.load(
                      "a",
                      () -> {
                        loading.countDown();
                        await(release);
                        return loads.incrementAndGet();
                      })));
      loading.await();
      for (int i = 0; i < 9; i++) {
        askers.add(threads.submit(() -> flight.load("a", () -> 99)));
      }
      // Another key does not wait.
      assertThat(flight.load("b", () -> 7)).isEqualTo(7);
      release.countDown();
    }

    assertThat(askers.getFirst().get()).isEqualTo(1);
    assertThat(loads).hasValue(1);
  }

  @Test
  void nothingIsKept() {
    flight.load("a", loads::incrementAndGet);

    assertThat(flight.load("a", loads::incrementAndGet)).isEqualTo(2);
  }

  @Test
  void failureIsNotKeptEither() {
    assertThatThrownBy(
            () ->
                flight.load(
                    "a",
                    () -> {
                      throw new IllegalStateException("no");
                    }))
        .hasMessage("no");

    assertThat(flight.load("a", () -> 5)).isEqualTo(5);
  }

  private static void await(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException ended) {
      throw new IllegalStateException(ended);
    }
  }
}
