package io.qunfa.permit;

import java.time.Duration;

/**
 * May an account begin a call at this moment? Asked by executors for jobs that hold a permit
 * already. A limit is not asked for here.
 *
 * @param why for a person, empty if open
 * @param retryAfter when asking again may help; zero if open
 */
public record AccountGate(boolean open, String why, Duration retryAfter) {
  public static AccountGate opened() {
    return new AccountGate(true, "", Duration.ZERO);
  }

  public static AccountGate closed(String why, Duration retryAfter) {
    return new AccountGate(false, why, retryAfter);
  }
}
