package io.qunfa.simulator.settings;

/**
 * Fates decided by the seed alone: the same question always gets the same answer, in any order and
 * on any thread.
 */
public final class Chance {
  private Chance() {}

  /** A number in [0, 1) that belongs to the seed, the question and its two keys. */
  public static double of(long seed, Question question, long key, long otherKey) {
    long mixed = mix(mix(mix(seed + question.name().hashCode()) ^ key) ^ otherKey);
    return (mixed >>> 11) * 0x1.0p-53;
  }

  private static long mix(long value) {
    long z = value + 0x9E3779B97F4A7C15L;
    z = (z ^ (z >>> 30)) * 0xBF58476D1CE4E5B9L;
    z = (z ^ (z >>> 27)) * 0x94D049BB133111EBL;
    return z ^ (z >>> 31);
  }

  /** What is asked; each has draws of its own. */
  public enum Question {
    NEVER_CONFIRMS,
    CONFIRMS_WHEN_REMINDED,
    CONFIRM_DELAY,
    NOT_A_FRIEND,
    OVER_QUOTA,
    DESELECTED,
    LATENCY,
    FAULT
  }
}
