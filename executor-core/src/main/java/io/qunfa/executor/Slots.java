package io.qunfa.executor;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/**
 * Bounds how much is in work at once, by any number of names (all, one corp, one account). Waiting
 * costs a virtual thread and nothing else. Taken in the order asked for, narrowest name first, so
 * that a job that waits for its account does not keep others from the wider ones.
 */
public final class Slots {
  private final Map<String, Semaphore> named = new ConcurrentHashMap<>();

  /** Empty if not all were free in time; then none is held. */
  public Optional<Held> take(Iterable<Wanted> wanted, Duration within) throws InterruptedException {
    long deadline = System.nanoTime() + within.toNanos();
    Held held = new Held();
    boolean complete = false;
    try {
      for (Wanted one : wanted) {
        Semaphore slots =
            named.computeIfAbsent(one.name(), name -> new Semaphore(one.limit(), true));
        int units = Math.min(one.units(), one.limit());
        if (!slots.tryAcquire(units, deadline - System.nanoTime(), TimeUnit.NANOSECONDS)) {
          return Optional.empty();
        }
        held.add(slots, units);
      }
      complete = true;
      return Optional.of(held);
    } finally {
      if (!complete) {
        held.close();
      }
    }
  }

  /**
   * @param limit units that the name has in all
   * @param units at most the limit is taken, so that the largest job fits when nothing else is in
   *     work
   */
  public record Wanted(String name, int limit, int units) {}

  /** Gives back what was taken, once. */
  public static final class Held implements AutoCloseable {
    private final Deque<Runnable> releases = new ArrayDeque<>();

    private Held() {}

    private void add(Semaphore slots, int units) {
      releases.push(() -> slots.release(units));
    }

    @Override
    public void close() {
      while (!releases.isEmpty()) {
        releases.pop().run();
      }
    }
  }
}
