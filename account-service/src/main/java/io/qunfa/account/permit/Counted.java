package io.qunfa.account.permit;

import io.qunfa.permit.ReservePermits.Decision;
import io.qunfa.permit.ReservePermits.Limit;
import java.time.Duration;
import java.util.List;

/**
 * What a counting script answered.
 *
 * @param word the limit that decided, or what the script misses
 * @param lifeMillis how long the permit still lives; 0 if nothing was granted
 * @param version how many grants the slot has counted; 0 if nothing was granted
 * @param day the day that was counted on, 0 if none was
 * @param now when it was decided by Redis' clock, 0 if Redis was not asked
 */
record Counted(
    int granted,
    String permitId,
    long lifeMillis,
    long retryMillis,
    String word,
    long version,
    long day,
    long usedThatDay,
    long now) {
  /** The slot is not, or no longer, as new as it is known to have been. */
  static final String LOST = "LOST";

  /** The slot has begun another generation than this replica knows of. */
  static final String OUTDATED = "OUTDATED";

  /** What is counted of the day has to be compared with MySQL first. */
  static final String REBUILD = "REBUILD";

  /** MySQL must hear of the recipients before they are granted. */
  static final String CREDIT = "CREDIT";

  static Counted of(Object answer) {
    List<?> parts = (List<?>) answer;
    return new Counted(
        Math.toIntExact((Long) parts.get(0)),
        (String) parts.get(1),
        (Long) parts.get(2),
        (Long) parts.get(3),
        (String) parts.get(4),
        (Long) parts.get(5),
        (Long) parts.get(6),
        (Long) parts.get(7),
        (Long) parts.get(8));
  }

  static Counted closed(Duration retry) {
    return new Counted(
        0, "", 0, Math.max(1, retry.toMillis()), Limit.LIMITER_UNAVAILABLE.name(), 0, 0, 0, 0);
  }

  boolean isDecided() {
    return switch (word) {
      case LOST, OUTDATED, REBUILD, CREDIT -> false;
      default -> true;
    };
  }

  /** Redis was not asked, or did not say. */
  boolean isUnheard() {
    return now == 0;
  }

  Limit limit() {
    return Limit.valueOf(word);
  }

  Duration retryAfter() {
    return Duration.ofMillis(retryMillis);
  }

  Decision decision() {
    return granted == 0
        ? new Decision(0, null, null, retryAfter(), limit())
        : new Decision(granted, permitId, Duration.ofMillis(lifeMillis), retryAfter(), limit());
  }
}
