package io.qunfa.account.pool;

import java.util.Locale;

/** What moved an account. */
public enum Cause {
  PERSON,
  PUSH_BACK,
  /** The time of its former status was over. */
  TIME,
  MEMBER_SYNC;

  /** Somebody wants it so and expects it to hold at once. */
  boolean isOrder() {
    return this == PERSON || this == MEMBER_SYNC;
  }

  String text() {
    return name().toLowerCase(Locale.ROOT);
  }
}
