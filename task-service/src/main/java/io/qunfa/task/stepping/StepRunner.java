package io.qunfa.task.stepping;

import io.micrometer.core.instrument.MeterRegistry;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;

/**
 * The one endless loop of this process, run by one virtual thread per step. Whatever a step throws
 * is logged and the step tried again with growing rests, so that a server that was away is taken up
 * again without a person.
 */
final class StepRunner implements SmartLifecycle {
  private static final Logger log = LoggerFactory.getLogger(StepRunner.class);

  /** Below the web server's: requests that wait for a group commit are answered before we stop. */
  private static final int PHASE = DEFAULT_PHASE - 4096;

  private static final Duration FIRST_REST = Duration.ofMillis(200);
  private static final Duration LONGEST_REST = Duration.ofSeconds(5);
  private static final Duration STOP_BOUND = Duration.ofSeconds(20);

  private final List<StepPlan> plans;
  private final Wakes wakes;
  private final MeterRegistry meters;
  private volatile CountDownLatch stop = new CountDownLatch(0);
  private List<Thread> threads = List.of();

  StepRunner(List<StepPlan> plans, Wakes wakes, MeterRegistry meters) {
    this.plans = List.copyOf(plans);
    this.wakes = wakes;
    this.meters = meters;
  }

  @Override
  public void start() {
    stop = new CountDownLatch(1);
    List<Thread> started = new ArrayList<>();
    for (StepPlan plan : plans) {
      for (int i = 0; i < plan.threads(); i++) {
        started.add(Thread.ofVirtual().name(plan.name().text()).start(() -> repeat(plan)));
      }
    }
    threads = List.copyOf(started);
  }

  @Override
  public void stop() {
    stop.countDown();
    plans.forEach(plan -> wakes.now(plan.name()));
    long deadline = System.nanoTime() + STOP_BOUND.toNanos();
    try {
      for (Thread thread : threads) {
        if (!thread.join(Duration.ofNanos(Math.max(1, deadline - System.nanoTime())))) {
          log.warn(
              "Step {} did not end within {}; what it holds is leased and taken up later",
              thread.getName(),
              STOP_BOUND);
        }
      }
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
    }
    threads = List.of();
  }

  @Override
  public boolean isRunning() {
    return !threads.isEmpty();
  }

  @Override
  public int getPhase() {
    return PHASE;
  }

  private void repeat(StepPlan plan) {
    int failures = 0;
    try {
      while (stop.getCount() > 0) {
        try {
          boolean more = plan.step().run();
          failures = 0;
          rest(plan, more);
        } catch (RuntimeException | Error failure) {
          // An Error as well: a step that ended here would end unseen.
          failures++;
          Duration rest = restAfter(failures);
          report(plan, failures, rest, failure);
          // Signals do not shorten this rest, or a busy service would hammer a server that is away.
          restUnlessStopped(rest);
        }
      }
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
    }
  }

  private void rest(StepPlan plan, boolean more) throws InterruptedException {
    if (!more) {
      wakes.await(plan.name(), plan.interval());
    } else if (!plan.gap().isZero()) {
      restUnlessStopped(plan.gap());
    }
  }

  private void restUnlessStopped(Duration rest) throws InterruptedException {
    if (stop.await(rest.toNanos(), TimeUnit.NANOSECONDS)) {
      log.debug("A rest is cut short: the service stops");
    }
  }

  private void report(StepPlan plan, int failures, Duration rest, Throwable failure) {
    meters.counter("step_failures_total", "step", plan.name().text()).increment();
    if (failures == 1) {
      log.warn("Step {} failed and is tried again in {}", plan.name().text(), rest, failure);
    } else {
      log.warn(
          "Step {} failed {} times in a row and is tried again in {}: {}",
          plan.name().text(),
          failures,
          rest,
          failure.toString());
    }
  }

  private static Duration restAfter(int failures) {
    Duration rest = FIRST_REST.multipliedBy(1L << Math.min(failures - 1, 10));
    return rest.compareTo(LONGEST_REST) > 0 ? LONGEST_REST : rest;
  }
}
