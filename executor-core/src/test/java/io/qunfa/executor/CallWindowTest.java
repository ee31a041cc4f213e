package io.qunfa.executor;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class CallWindowTest {
  private static final Duration LENGTH = Duration.ofSeconds(30);

  @Test
  void itIsOverOnceItsLengthHasPassedOnAClockThatMayTurnNegative() {
    AtomicLong nanos = new AtomicLong(Long.MAX_VALUE - 5);

    CallWindow window = CallWindow.of(LENGTH, nanos::get);

    assertThat(window.isOver()).isFalse();
    nanos.addAndGet(LENGTH.toNanos());
    assertThat(window.isOver()).isFalse();
    nanos.incrementAndGet();
    assertThat(window.isOver()).isTrue();
  }
}
