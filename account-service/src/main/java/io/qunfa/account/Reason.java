package io.qunfa.account;

import io.qunfa.problem.Problem;
import org.jspecify.annotations.Nullable;

/** The body of an order: why a person gives it. Kept for others to read. */
public record Reason(@Nullable String reason) {
  private static final int MAX = 500;

  public static String text(@Nullable Reason given) {
    String text = given == null || given.reason() == null ? "" : given.reason().strip();
    if (text.length() > MAX) {
      throw Problem.invalid("/reason", "reason must have at most " + MAX + " characters.");
    }
    return text;
  }
}
