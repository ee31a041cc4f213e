package io.qunfa.gateway.identity;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.concurrent.ConcurrentMap;

/**
 * Counts attempts per login name and address, so that one attacker neither guesses quickly nor
 * locks out others, and per address alone, because every check of a password costs processor time
 * and names are free to make up. An attempt counts when it begins, thus many at once do not slip
 * through. In this process only: several gateways allow several times as many.
 */
final class BrakeGuessing {
  private static final int MOST_REMEMBERED = 50_000;

  private final InstantSource time;
  private final LoginSettings settings;
  private final ConcurrentMap<Origin, Attempts> byOrigin;
  private final ConcurrentMap<String, Attempts> byAddress;

  BrakeGuessing(InstantSource time, LoginSettings settings) {
    this.time = time;
    this.settings = settings;
    this.byOrigin = bounded(settings.pause());
    this.byAddress = bounded(settings.pause());
  }

  /** Counts an attempt, and answers how long to wait before it may be made: zero means go. */
  Duration begin(Origin origin) {
    Duration wait = count(byOrigin, origin, settings.attempts());
    if (wait.isPositive()) {
      return wait; // and costs no check, so it does not count against the address
    }
    Duration addressWait = count(byAddress, origin.address(), settings.addressAttempts());
    if (addressWait.isPositive()) {
      takeBack(byOrigin, origin);
    }
    return addressWait;
  }

  /** The attempt was right: what was wrong before with this name is forgotten. */
  void succeeded(Origin origin) {
    byOrigin.remove(origin);
    takeBack(byAddress, origin.address());
  }

  /** The attempt that was begun was not made. */
  void withdrawn(Origin origin) {
    takeBack(byOrigin, origin);
    takeBack(byAddress, origin.address());
  }

  private <K> Duration count(ConcurrentMap<K, Attempts> attempts, K key, int most) {
    Instant now = time.instant();
    Attempts counted =
        attempts.compute(
            key,
            (same, earlier) ->
                earlier == null || isOver(earlier, now)
                    ? new Attempts(1, now)
                    : earlier.count() >= most
                        ? new Attempts(most + 1, earlier.last())
                        : new Attempts(earlier.count() + 1, now));
    return counted.count() <= most
        ? Duration.ZERO
        : Duration.between(now, counted.last().plus(settings.pause()));
  }

  private static <K> void takeBack(ConcurrentMap<K, Attempts> attempts, K key) {
    attempts.computeIfPresent(
        key,
        (same, earlier) ->
            earlier.count() <= 1 ? null : new Attempts(earlier.count() - 1, earlier.last()));
  }

  private static <K> ConcurrentMap<K, Attempts> bounded(Duration pause) {
    Cache<K, Attempts> cache =
        Caffeine.newBuilder()
            .maximumSize(MOST_REMEMBERED)
            .expireAfterWrite(pause.multipliedBy(2))
            .build();
    return cache.asMap();
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
