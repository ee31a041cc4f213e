package io.qunfa.executor;

import io.qunfa.job.FollowUp;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** The channel may not be called now. Nothing failed: the work is handed back for later. */
public final class NotNow extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final Duration retryAfter;
  private final transient FollowUp.@Nullable Position reached;

  public NotNow(Duration retryAfter, String why) {
    this(retryAfter, why, null);
  }

  private NotNow(Duration retryAfter, String why, FollowUp.@Nullable Position reached) {
    super(why);
    this.retryAfter = retryAfter;
    this.reached = reached;
  }

  /** The same, in the middle of a long answer, of which everything before has been reported. */
  public NotNow at(FollowUp.Position position) {
    return new NotNow(retryAfter, String.valueOf(getMessage()), position);
  }

  /** When trying again may help. */
  public Duration retryAfter() {
    return retryAfter;
  }

  /** Where to go on; null: no further than before. */
  public FollowUp.@Nullable Position reached() {
    return reached;
  }
}
