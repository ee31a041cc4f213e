package io.qunfa.task.forecast;

import java.time.Instant;
import java.util.List;

/** When sending is allowed: outside all of these closed hours. */
record OpenHours(List<ClosedHours> closed) {
  static final OpenHours ALWAYS = new OpenHours(List.of());

  OpenHours {
    closed = List.copyOf(closed);
  }

  static OpenHours outside(ClosedHours... closed) {
    return new OpenHours(List.of(closed));
  }

  /** The moment itself if it is open, else when it opens. */
  Instant from(Instant moment) {
    Instant opens = moment;
    // Each of several closed hours may end within another one.
    for (int i = 0; i <= closed.size(); i++) {
      for (ClosedHours hours : closed) {
        opens = hours.openFrom(opens);
      }
    }
    return opens;
  }

  /** When the open hours around an open moment end, at the latest then. */
  Instant until(Instant moment, Instant latest) {
    Instant end = latest;
    for (ClosedHours hours : closed) {
      Instant closes = hours.openUntil(moment);
      end = closes.isBefore(end) ? closes : end;
    }
    return end;
  }
}
