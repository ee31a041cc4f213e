package io.qunfa.account.pool;

import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;
import org.springframework.stereotype.Component;

/** Has accounts go on in time, for as long as the process runs. */
@Component
class LookForDueAccounts implements SmartLifecycle {
  private static final Logger log = LoggerFactory.getLogger(LookForDueAccounts.class);

  private final EndTimedStates end;
  private final PoolSettings settings;
  private @Nullable ScheduledExecutorService clock;

  LookForDueAccounts(EndTimedStates end, PoolSettings settings) {
    this.end = end;
    this.settings = settings;
  }

  @Override
  public synchronized void start() {
    ScheduledExecutorService started =
        Executors.newSingleThreadScheduledExecutor(
            Thread.ofVirtual().name("due-accounts").factory());
    long pause = settings.lookEvery().toMillis();
    var _ = started.scheduleWithFixedDelay(this::look, pause, pause, TimeUnit.MILLISECONDS);
    clock = started;
  }

  private void look() {
    try {
      end.end();
    } catch (RuntimeException away) {
      log.warn(
          "Accounts whose cool-down or warm-up is over wait: they are looked for again in {}",
          settings.lookEvery(),
          away);
    }
  }

  @Override
  public synchronized void stop() {
    if (clock != null) {
      clock.shutdownNow();
      clock = null;
    }
  }

  @Override
  public synchronized boolean isRunning() {
    return clock != null;
  }
}
