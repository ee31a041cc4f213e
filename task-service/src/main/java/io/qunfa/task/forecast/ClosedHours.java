package io.qunfa.task.forecast;

import java.time.Instant;
import java.time.LocalTime;
import java.time.ZoneId;
import java.time.ZonedDateTime;

/**
 * Hours of the day in which a corp sends nothing, for example 21:00 to 09:00.
 *
 * @param to the first moment that is open again; earlier than {@code from} means the next day
 */
public record ClosedHours(LocalTime from, LocalTime to, ZoneId zone) {
  public ClosedHours {
    if (from.equals(to)) {
      throw new IllegalArgumentException("closed hours from " + from + " to " + to + " leave none");
    }
  }

  /** The moment itself if it is open, else when it opens. */
  Instant openFrom(Instant moment) {
    ZonedDateTime local = moment.atZone(zone);
    LocalTime time = local.toLocalTime();
    boolean overnight = to.isBefore(from);
    boolean afterFrom = !time.isBefore(from);
    boolean beforeTo = time.isBefore(to);
    boolean closed = overnight ? afterFrom || beforeTo : afterFrom && beforeTo;
    if (!closed) {
      return moment;
    }
    ZonedDateTime opens = local.with(to);
    return (opens.isAfter(local) ? opens : opens.plusDays(1)).toInstant();
  }

  /** When the open hours around an open moment end. */
  Instant openUntil(Instant moment) {
    ZonedDateTime local = moment.atZone(zone);
    ZonedDateTime closes = local.with(from);
    return (closes.isAfter(local) ? closes : closes.plusDays(1)).toInstant();
  }
}
