package io.qunfa.simulator.entrance;

import jakarta.annotation.PreDestroy;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.springframework.stereotype.Component;

/** Lets a call wait, but never longer than the simulator lives. */
@Component
class Pause {
  private final CountDownLatch stopping = new CountDownLatch(1);

  /** Waits for the duration; shorter if the simulator stops or the thread is interrupted. */
  void rest(Duration duration) {
    if (duration.isPositive()) {
      try {
        boolean stopped = stopping.await(duration.toNanos(), TimeUnit.NANOSECONDS);
        if (stopped) {
          return;
        }
      } catch (InterruptedException asked) {
        Thread.currentThread().interrupt();
      }
    }
  }

  @PreDestroy
  void end() {
    stopping.countDown();
  }
}
