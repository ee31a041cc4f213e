package io.qunfa.data.protection;

import java.time.LocalDate;

/**
 * How many mass messages WeCom delivers to one customer, in calendar periods of the corp. WeCom's
 * administrator chooses the mode and no API tells it (wecom-api 2.6), so the policy repeats it.
 * Messages that members create by themselves count at WeCom too and are not known here.
 */
enum ReceiveQuota {
  /** Per month as many as the month has days: WeCom's default. */
  MONTH_DAYS,
  /** Seven per week, Monday to Sunday. */
  WEEK_7,
  /** One per day. */
  DAY_1;

  int limitOn(LocalDate day) {
    return switch (this) {
      case MONTH_DAYS -> day.lengthOfMonth();
      case WEEK_7 -> 7;
      case DAY_1 -> 1;
    };
  }
}
