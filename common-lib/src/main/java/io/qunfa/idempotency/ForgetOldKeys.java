package io.qunfa.idempotency;

import java.time.InstantSource;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * Deletes now and then the Idempotency-Keys that nobody repeats any more, in every service that
 * keeps some. Several processes may do so at once.
 */
final class ForgetOldKeys implements SmartLifecycle {
  private static final Logger log = LoggerFactory.getLogger(ForgetOldKeys.class);

  /** A statement holds its row locks until it ends, so it is a small one. */
  private static final int BITE = 1000;

  private static final long STOP_BOUND_SECONDS = 10;

  private final JdbcClient jdbc;
  private final IdempotencySettings settings;
  private final InstantSource time;
  private volatile @Nullable Running running;

  private record Running(ScheduledExecutorService thread, ScheduledFuture<?> schedule) {}

  ForgetOldKeys(JdbcClient jdbc, IdempotencySettings settings, InstantSource time) {
    this.jdbc = jdbc;
    this.settings = settings;
    this.time = time;
  }

  /** Outside a transaction, for each bite is one of its own; how many keys were deleted. */
  int forget() {
    int forgotten = 0;
    int bite;
    do {
      // By the index on created_at: the rest of the table is not looked at.
      bite =
          jdbc.sql("delete from idempotency_key where created_at < :old limit " + BITE)
              .param("old", time.instant().minus(settings.keptFor()))
              .update();
      forgotten += bite;
    } while (bite == BITE && !Thread.currentThread().isInterrupted());
    return forgotten;
  }

  @Override
  public void start() {
    long every = settings.forgetEvery().toMillis();
    ScheduledExecutorService thread =
        Executors.newSingleThreadScheduledExecutor(
            Thread.ofVirtual().name("forget-old-keys").factory());
    running =
        new Running(
            thread,
            thread.scheduleWithFixedDelay(this::tryToForget, every, every, TimeUnit.MILLISECONDS));
  }

  @Override
  public void stop() {
    Running stopping = running;
    if (stopping == null) {
      return;
    }
    stopping.schedule().cancel(true);
    stopping.thread().shutdown();
    try {
      if (!stopping.thread().awaitTermination(STOP_BOUND_SECONDS, TimeUnit.SECONDS)) {
        log.warn("Old Idempotency-Keys are still being deleted; the next process goes on with it");
      }
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
    }
    running = null;
  }

  @Override
  public boolean isRunning() {
    return running != null;
  }

  /** What is thrown here would end the schedule. */
  private void tryToForget() {
    try {
      forget();
    } catch (RuntimeException failed) {
      log.warn(
          "Old Idempotency-Keys could not be deleted; tried again in {}",
          settings.forgetEvery(),
          failed);
    }
  }
}
