package io.qunfa.task.stepping;

import java.time.Duration;

/**
 * A step and its rhythm.
 *
 * @param threads how many of this process may be in it at once
 * @param interval how long to rest after a round without work; a signal ends the rest
 * @param gap how long to gather after a round with work, whatever is signalled: under load few big
 *     rounds cost less than many small ones
 */
public record StepPlan(StepName name, int threads, Duration interval, Duration gap, Step step) {
  public StepPlan(StepName name, Duration interval, Step step) {
    this(name, 1, interval, Duration.ZERO, step);
  }

  public StepPlan withThreads(int threads) {
    return new StepPlan(name, threads, interval, gap, step);
  }

  public StepPlan gathering(Duration gap) {
    return new StepPlan(name, threads, interval, gap, step);
  }
}
