package io.qunfa.task.forecast;

import io.qunfa.permit.SendingAccount;
import io.qunfa.task.forecast.Forecast.Bound;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What one account has to do.
 *
 * @param account null: not known to account-service
 * @param underWay own calls that have their permits: these count as used today already
 * @param parcels what waits, in the order in which it goes, up to the last own one
 * @param rest by the word of the limiter or the channel; null: it does not rest
 */
record Workload(
    @Nullable SendingAccount account, long underWay, List<Parcel> parcels, @Nullable Rest rest) {

  /** What others have goes before our own, if neither waits for a moment of its own. */
  private static final Comparator<Parcel> IN_TURN =
      Comparator.comparing(Parcel::begin).thenComparing(Parcel::own);

  Workload {
    List<Parcel> inTurn = parcels.stream().sorted(IN_TURN).toList();
    int ours = inTurn.size();
    while (ours > 0 && !inTurn.get(ours - 1).own()) {
      ours--;
    }
    parcels = inTurn.subList(0, ours);
  }

  record Rest(Instant until, Bound why) {}

  /**
   * @param own whether it is of the campaign that is asked about
   * @param hold until when its jobs wait by themselves; null: they may go
   */
  record Parcel(boolean own, Share share, @Nullable Rest hold) {
    private Instant begin() {
      return hold == null ? Instant.MIN : hold.until();
    }
  }

  /** So many calls with so many recipients altogether. */
  record Share(long jobs, long recipients) {
    Share {
      if (jobs < 0 || recipients < 0) {
        throw new IllegalArgumentException("a share cannot be negative");
      }
    }
  }
}
