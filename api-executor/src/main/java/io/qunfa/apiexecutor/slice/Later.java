package io.qunfa.apiexecutor.slice;

import static java.util.concurrent.TimeUnit.MILLISECONDS;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;

/** Does something after a while, beside everything else. */
final class Later {
  private Later() {}

  static void run(Duration delay, Runnable task) {
    CompletableFuture.delayedExecutor(delay.toMillis(), MILLISECONDS, Thread::startVirtualThread)
        .execute(task);
  }
}
