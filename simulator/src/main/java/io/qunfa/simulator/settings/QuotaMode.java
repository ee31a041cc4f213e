package io.qunfa.simulator.settings;

import java.time.LocalDate;

/** How many mass messages one customer or group may receive in a natural period. */
public enum QuotaMode {
  /** As many per month as the month has days. */
  MONTH_DAYS,
  /** Seven per week, Monday to Sunday. */
  WEEK_7,
  /** One per day. */
  DAY_1;

  public int allowance(LocalDate day) {
    return switch (this) {
      case MONTH_DAYS -> day.lengthOfMonth();
      case WEEK_7 -> 7;
      case DAY_1 -> 1;
    };
  }
}
