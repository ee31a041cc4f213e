package io.qunfa.task.stepping;

/**
 * One piece of standing work. Called again and again by the one loop, by several processes at once,
 * and by as many threads of each as its {@link StepPlan} says. Lets exceptions rise: the loop logs
 * them and tries again later.
 */
@FunctionalInterface
public interface Step {
  /**
   * @return true if there was work and more may be waiting, so that the loop comes back at once
   */
  boolean run();
}
