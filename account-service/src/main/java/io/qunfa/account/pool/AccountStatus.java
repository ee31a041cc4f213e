package io.qunfa.account.pool;

import java.util.Locale;

/**
 * Whether an account may send. Lower case in JSON, upper case in the column. The SQL of every move
 * repeats the guard: {@code where status = :seen}.
 */
public enum AccountStatus {
  ACTIVE,
  /** Sends a growing part of its quota until its plan is over. */
  WARMING_UP,
  /** The channel pushed back; it goes on by itself. */
  COOLING_DOWN,
  /** A person stopped it for now. */
  PAUSED,
  /** Its member left, or its session is gone. */
  OFFLINE,
  /** The channel's owner has shut it out. */
  BANNED,
  /** A person took it out of the pool. */
  DISABLED;

  /** Nothing keeps it from sending. */
  public boolean works() {
    return this == ACTIVE || this == WARMING_UP;
  }

  /** New work may be planned for it: it works, or will again without anybody's doing. */
  public boolean takesWork() {
    return works() || this == COOLING_DOWN;
  }

  boolean mayBecome(AccountStatus next) {
    return switch (this) {
      case ACTIVE, WARMING_UP -> next != this;
      case COOLING_DOWN -> next != this;
      case PAUSED, OFFLINE -> next != this && next != COOLING_DOWN;
      case BANNED -> next.works() || next == DISABLED;
      case DISABLED -> next.works() || next == BANNED;
    };
  }

  public String text() {
    return name().toLowerCase(Locale.ROOT);
  }
}
