package io.qunfa.data.importing;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.Optional;

/**
 * The two notations of exports: ISO with an offset, and {@code 2025/3/5 14:02}, which means
 * Asia/Shanghai. Anything else is no time at all: a customer is not refused for the day on which it
 * was added.
 */
final class AddedAt {
  private static final ZoneId EXPORT_ZONE = ZoneId.of("Asia/Shanghai");
  private static final DateTimeFormatter SLASHES = DateTimeFormatter.ofPattern("u/M/d H:mm[:ss]");
  // What a TIMESTAMP column can hold.
  private static final Instant EARLIEST = Instant.parse("1970-01-02T00:00:00Z");
  private static final Instant LATEST = Instant.parse("2038-01-18T00:00:00Z");

  private AddedAt() {}

  static Optional<Instant> parse(String text) {
    if (text.isEmpty()) {
      return Optional.empty();
    }
    try {
      Instant read =
          text.indexOf('/') >= 0
              ? LocalDateTime.parse(text, SLASHES).atZone(EXPORT_ZONE).toInstant()
              : OffsetDateTime.parse(text).toInstant();
      return Optional.of(read).filter(at -> at.isAfter(EARLIEST) && at.isBefore(LATEST));
    } catch (DateTimeException unreadable) {
      return Optional.empty();
    }
  }
}
