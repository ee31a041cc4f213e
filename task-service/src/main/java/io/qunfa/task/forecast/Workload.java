package io.qunfa.task.forecast;

import io.qunfa.permit.SendingAccount;
import io.qunfa.task.forecast.Forecast.Bound;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What one account has to do.
 *
 * @param account null: not known to account-service
 * @param own what the campaign still asks of it
 * @param ahead what goes before
 * @param rest by the word of the limiter or the channel; null: it does not rest
 */
record Workload(@Nullable SendingAccount account, Share own, Share ahead, @Nullable Rest rest) {
  record Rest(Instant until, Bound why) {}

  /** So many calls with so many recipients altogether. */
  record Share(long jobs, long recipients) {
    static final Share NOTHING = new Share(0, 0);

    Share {
      if (jobs < 0 || recipients < 0) {
        throw new IllegalArgumentException("a share cannot be negative");
      }
    }
  }
}
