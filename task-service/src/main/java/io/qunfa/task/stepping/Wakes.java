package io.qunfa.task.stepping;

import java.time.Duration;
import java.util.EnumMap;
import java.util.Map;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.springframework.transaction.support.TransactionSynchronization;
import org.springframework.transaction.support.TransactionSynchronizationManager;

/**
 * Wakes steps of this process. Only saves time: what a lost signal announced is found by the next
 * round. Safe for any number of threads.
 */
public final class Wakes {
  private final Map<StepName, Semaphore> signals = new EnumMap<>(StepName.class);

  public Wakes() {
    for (StepName name : StepName.values()) {
      signals.put(name, new Semaphore(0));
    }
  }

  public void now(StepName name) {
    Semaphore signal = signalOf(name);
    if (signal.availablePermits() == 0) {
      signal.release();
    }
  }

  /** After the commit of the running transaction; at once if there is none. */
  public void afterCommit(StepName name) {
    if (!TransactionSynchronizationManager.isSynchronizationActive()) {
      now(name);
      return;
    }
    TransactionSynchronizationManager.registerSynchronization(
        new TransactionSynchronization() {
          @Override
          public void afterCommit() {
            now(name);
          }
        });
  }

  void await(StepName name, Duration atMost) throws InterruptedException {
    Semaphore signal = signalOf(name);
    if (signal.tryAcquire(atMost.toNanos(), TimeUnit.NANOSECONDS)) {
      signal.drainPermits();
    }
  }

  private Semaphore signalOf(StepName name) {
    Semaphore signal = signals.get(name);
    if (signal == null) {
      throw new IllegalStateException("no signal for " + name);
    }
    return signal;
  }
}
