package io.qunfa.data;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.concurrent.atomic.AtomicReference;

/** Runs like the real one, from where a test sets it. */
final class SetClock extends Clock {
  static final SetClock SHARED = new SetClock();

  private final Clock real = Clock.tickMillis(ZoneOffset.UTC);
  private final AtomicReference<Duration> ahead = new AtomicReference<>(Duration.ZERO);

  void set(Instant instant) {
    ahead.set(Duration.between(real.instant(), instant));
  }

  void set(String localTime, ZoneId zone) {
    set(LocalDateTime.parse(localTime).atZone(zone).toInstant());
  }

  void runAgain() {
    ahead.set(Duration.ZERO);
  }

  @Override
  public Instant instant() {
    return real.instant().plus(ahead.get());
  }

  @Override
  public ZoneId getZone() {
    return ZoneOffset.UTC;
  }

  @Override
  public Clock withZone(ZoneId zone) {
    return this;
  }
}
