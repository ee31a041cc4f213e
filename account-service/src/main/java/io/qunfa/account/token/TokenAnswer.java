package io.qunfa.account.token;

import java.time.Duration;

/** What WeCom said when asked for a token. */
sealed interface TokenAnswer {
  record Fetched(String value, Duration life) implements TokenAnswer {
    @Override
    public String toString() {
      return "Fetched[life=" + life + "]";
    }
  }

  /** Asking again will not help before a person has acted. */
  record Rejected(int code, String message) implements TokenAnswer {}

  /**
   * No answer, or busy: asking later may help.
   *
   * @param tooOften WeCom says it was asked too often, perhaps by other credentials
   */
  record Unavailable(String why, boolean tooOften) implements TokenAnswer {}
}
