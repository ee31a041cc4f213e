package io.qunfa.task.deadletter;

import io.qunfa.wire.JobOutcome.DeferReason;

/** Why something gave up. */
public enum DeadReason {
  /** The channel could not be reached in any try. */
  CHANNEL_UNAVAILABLE(true),
  /** A service of ours could not be reached in any try. */
  SUITE_UNAVAILABLE(true),
  /** Executors stopped before they began, every time. */
  NOT_STARTED(true),
  /** Whoever took the message died or lost its connection, more often than the broker allows. */
  DELIVERY_LIMIT(true),
  /** No call began while the job's permits lived: preparing it may be what kills executors. */
  NEVER_BEGAN(false),
  /** The channel refuses the whole job for one recipient that it does not name. */
  ONE_OF_MANY(false),
  /** The message is not what its queue carries: not readable, another version, another type. */
  UNREADABLE(false),
  /** The message is readable, but its reader failed on it; the reader's log says why. */
  REJECTED(false),
  /** The broker moved the message for a reason of its own, a policy for example. */
  MOVED(false);

  private final boolean transport;

  DeadReason(boolean transport) {
    this.transport = transport;
  }

  /** Why a job gave up whose last try was put off for this. */
  public static DeadReason of(DeferReason last) {
    return switch (last) {
      case CHANNEL_UNAVAILABLE -> CHANNEL_UNAVAILABLE;
      case SUITE_UNAVAILABLE -> SUITE_UNAVAILABLE;
      case NOT_STARTED -> NOT_STARTED;
      case ONE_OF_MANY -> ONE_OF_MANY;
      case LIMITED, CONFIGURATION, HELD ->
          throw new IllegalArgumentException("nobody gives up for " + last);
    };
  }

  /** The thing itself is not at fault, so another try may well succeed. */
  public boolean isTransport() {
    return transport;
  }
}
