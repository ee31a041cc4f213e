package io.qunfa.executor;

import static org.assertj.core.api.Assertions.assertThat;

import io.qunfa.executor.Slots.Wanted;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class SlotsTest {
  private static final Duration AT_ONCE = Duration.ZERO;
  private static final Duration LONG = Duration.ofSeconds(30);

  private final Slots slots = new Slots();

  @Test
  void aBusyAccountKeepsNobodyFromTheSlotsThatAllShare() throws InterruptedException {
    Wanted shared = new Wanted("jobs", 2, 1);
    Optional<Slots.Held> first = slots.take(List.of(new Wanted("busy", 1, 1), shared), AT_ONCE);

    Optional<Slots.Held> second = slots.take(List.of(new Wanted("busy", 1, 1), shared), AT_ONCE);
    Optional<Slots.Held> other = slots.take(List.of(new Wanted("idle", 1, 1), shared), AT_ONCE);

    assertThat(first).isPresent();
    assertThat(second).isEmpty();
    assertThat(other).isPresent();
  }

  @Test
  void whatWasTakenBeforeAFullOneIsGivenBack() throws InterruptedException {
    slots.take(List.of(new Wanted("full", 1, 1)), AT_ONCE);

    Optional<Slots.Held> refused =
        slots.take(List.of(new Wanted("free", 1, 1), new Wanted("full", 1, 1)), AT_ONCE);

    assertThat(refused).isEmpty();
    assertThat(slots.take(List.of(new Wanted("free", 1, 1)), AT_ONCE)).isPresent();
  }

  @Test
  void theLargestJobFitsWhenNothingElseIsInWork() throws InterruptedException {
    assertThat(slots.take(List.of(new Wanted("recipients", 100, 5000)), AT_ONCE)).isPresent();
    assertThat(slots.take(List.of(new Wanted("recipients", 100, 1)), AT_ONCE)).isEmpty();
  }

  @Test
  void closingTwiceGivesBackOnce() throws InterruptedException {
    Slots.Held held = slots.take(List.of(new Wanted("one", 1, 1)), AT_ONCE).orElseThrow();

    held.close();
    held.close();

    assertThat(slots.take(List.of(new Wanted("one", 1, 1)), AT_ONCE)).isPresent();
    assertThat(slots.take(List.of(new Wanted("one", 1, 1)), AT_ONCE)).isEmpty();
  }

  @Test
  void neverMoreThanTheLimitAreInWork() {
    AtomicInteger inWork = new AtomicInteger();
    AtomicInteger most = new AtomicInteger();
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      for (int n = 0; n < 500; n++) {
        threads.execute(() -> workOnce(inWork, most));
      }
    }

    assertThat(most.get()).isBetween(1, 3);
    assertThat(inWork.get()).isZero();
  }

  private void workOnce(AtomicInteger inWork, AtomicInteger most) {
    try {
      Slots.Held held = slots.take(List.of(new Wanted("three", 3, 1)), LONG).orElseThrow();
      most.accumulateAndGet(inWork.incrementAndGet(), Math::max);
      assertThat(inWork.get()).isPositive();
      inWork.decrementAndGet();
      held.close();
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
    }
  }
}
