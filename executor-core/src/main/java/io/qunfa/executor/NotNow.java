package io.qunfa.executor;

import java.time.Duration;

/** The channel may not be called now. Nothing failed: the work is handed back for later. */
public final class NotNow extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final Duration retryAfter;

  public NotNow(Duration retryAfter, String why) {
    super(why);
    this.retryAfter = retryAfter;
  }

  /** When trying again may help. */
  public Duration retryAfter() {
    return retryAfter;
  }
}
