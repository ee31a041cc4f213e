package io.qunfa.executor;

/**
 * The instants at which the death of an executor is hardest to get right. A test lets the process
 * halt exactly there by {@code qunfa.executor.crash-at}.
 */
public enum CrashPoint {
  /** task-service says SENDING, the channel was not called. */
  AFTER_BEGIN,
  /** The channel has the message, nobody else knows. */
  AFTER_CHANNEL_ANSWERED,
  /** The outcome is confirmed by the broker, the message is not acknowledged. */
  AFTER_REPORT
}
