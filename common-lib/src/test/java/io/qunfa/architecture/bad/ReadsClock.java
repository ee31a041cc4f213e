package io.qunfa.architecture.bad;

import java.time.Clock;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;

final class ReadsClock {
  Instant instant() {
    return Instant.now();
  }

  LocalDateTime local() {
    return LocalDateTime.now(ZoneOffset.UTC);
  }

  long millis() {
    return System.currentTimeMillis();
  }

  Clock clock() {
    return Clock.systemUTC();
  }
}
