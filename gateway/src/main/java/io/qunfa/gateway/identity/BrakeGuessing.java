package io.qunfa.gateway.identity;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.concurrent.ConcurrentMap;

/**
 * Counts attempts per login name and address, so that one attacker neither guesses quickly nor
 * locks out others. An attempt counts when it begins, thus many at once do not slip through. In
 * this process only: several gateways allow several times as many.
 */
final class BrakeGuessing {
  private static final int MOST_REMEMBERED = 50_000;

  private final InstantSource time;
  private final LoginSettings settings;
  private final ConcurrentMap<Origin, Attempts> attempts;

  BrakeGuessing(InstantSource time, LoginSettings settings) {
    this.time = time;
    this.settings = settings;
    Cache<Origin, Attempts> bounded =
        Caffeine.newBuilder()
            .maximumSize(MOST_REMEMBERED)
            .expireAfterWrite(settings.pause().multipliedBy(2))
            .build();
    this.attempts = bounded.asMap();
  }

  /** Counts an attempt, and answers how long to wait before it may be made: zero means go. */
  Duration begin(Origin origin) {
    Instant now = time.instant();
    Attempts counted =
        attempts.compute(
            origin,
            (key, earlier) ->
                earlier == null || isOver(earlier, now)
                    ? new Attempts(1, now)
                    : earlier.count() >= settings.attempts()
                        ? new Attempts(settings.attempts() + 1, earlier.last())
                        : new Attempts(earlier.count() + 1, now));
    return counted.count() <= settings.attempts()
        ? Duration.ZERO
        : Duration.between(now, counted.last().plus(settings.pause()));
  }

  /** The attempt was right: what was wrong before is forgotten. */
  void succeeded(Origin origin) {
    attempts.remove(origin);
  }

  private boolean isOver(Attempts earlier, Instant now) {
    return !now.isBefore(earlier.last().plus(settings.pause()));
  }

  /**
   * @param name as given, whether or not it exists
   */
  record Origin(String name, String address) {}

  private record Attempts(int count, Instant last) {}
}
