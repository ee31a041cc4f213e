package io.qunfa.data.protection;

import com.fasterxml.jackson.annotation.JsonFormat;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.util.Optional;

/**
 * Local times of the corp between which nobody is written to. May pass over midnight; equal times:
 * no quiet hours.
 *
 * @param from the first quiet minute
 * @param until the first minute after
 */
record QuietHours(
    @JsonFormat(pattern = "HH:mm") LocalTime from, @JsonFormat(pattern = "HH:mm") LocalTime until) {
  static final QuietHours DEFAULT = new QuietHours(LocalTime.of(21, 0), LocalTime.of(9, 0));

  /** When they end, if {@code now} lies in them; always later than {@code now}. */
  Optional<Instant> endAfter(Instant now, ZoneId zone) {
    ZonedDateTime local = now.atZone(zone);
    return holds(local.toLocalTime())
        ? Optional.of(next(local.toLocalDate(), now, zone))
        : Optional.empty();
  }

  private boolean holds(LocalTime time) {
    boolean started = !time.isBefore(from);
    boolean ended = !time.isBefore(until);
    return from.isBefore(until) ? started && !ended : !from.equals(until) && (started || !ended);
  }

  /** Where the clocks go back over the end, it comes twice; the later one is meant then. */
  private Instant next(LocalDate today, Instant now, ZoneId zone) {
    LocalDate day = today;
    while (true) {
      ZonedDateTime end = day.atTime(until).atZone(zone).withLaterOffsetAtOverlap();
      if (end.toInstant().isAfter(now)) {
        return end.toInstant();
      }
      day = day.plusDays(1);
    }
  }
}
