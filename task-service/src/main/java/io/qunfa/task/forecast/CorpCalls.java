package io.qunfa.task.forecast;

import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;

/**
 * Lets the calls of all accounts pass what WeCom allows the whole corp. The figures are those that
 * the limiter starts from: 5 calls of one API at once, and a fifth of the published 10,000 a minute
 * and 150,000 an hour (wecom-api 7.3). It finds out what is possible while calls succeed or fail; a
 * policy that allows less is not known here.
 */
final class CorpCalls {
  private static final int AT_ONCE = 5;
  private static final int PER_MINUTE = 10_000 / 5;
  private static final int PER_HOUR = 150_000 / 5;

  /** What one call takes of the corp's time at least. */
  static final Duration EACH =
      Collections.max(
          List.of(
              WorkThrough.PER_CALL.dividedBy(AT_ONCE),
              Duration.ofMinutes(1).dividedBy(PER_MINUTE),
              Duration.ofHours(1).dividedBy(PER_HOUR)));

  private CorpCalls() {}

  /**
   * Calls of one account, one after the other.
   *
   * @param own those of the campaign that is asked about; the others only take time
   */
  record Burst(Instant begin, long calls, boolean own) {
    private Instant end() {
      return begin.plus(WorkThrough.PER_CALL.multipliedBy(calls));
    }
  }

  /** When the last own one is through; not before {@code start}. */
  static Instant end(Collection<Burst> bursts, OpenHours open, Instant start) {
    Instant now = start;
    Instant last = start;
    for (Burst burst : bursts.stream().sorted(Comparator.comparing(Burst::begin)).toList()) {
      now = pass(burst, now.isAfter(burst.begin()) ? now : burst.begin(), open);
      if (burst.own()) {
        last = Collections.max(List.of(last, now, burst.end()));
      }
    }
    return last;
  }

  private static Instant pass(Burst burst, Instant from, OpenHours open) {
    Duration left = EACH.multipliedBy(burst.calls());
    Instant now = from;
    while (true) {
      now = open.from(now);
      Instant done = now.plus(left);
      Instant closes = open.until(now, done);
      if (!closes.isBefore(done)) {
        return done;
      }
      left = left.minus(Duration.between(now, closes));
      now = closes;
    }
  }
}
