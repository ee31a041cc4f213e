package io.qunfa.simulator.task;

import io.qunfa.simulator.settings.QuotaMode;
import java.time.DayOfWeek;
import java.time.LocalDate;
import java.time.temporal.TemporalAdjusters;
import java.util.Arrays;

/**
 * How many mass messages each customer of a corp received in the natural day, week and month of its
 * last one: one long each, the last day above three counters of a byte. Not thread-safe.
 */
final class ReceiveQuota {
  private static final int COUNTER_BITS = 8;
  private static final int COUNTER_MAX = (1 << COUNTER_BITS) - 1;

  private long[] records = new long[1024];

  /** Counts one message to the target; false, and not counted, if it received as many as it may. */
  boolean take(int target, Day today) {
    if (target >= records.length) {
      records = Arrays.copyOf(records, Math.max(records.length * 2, target + 1));
    }
    long lastDay = records[target] >>> (3 * COUNTER_BITS);
    int month = lastDay >= today.monthStart() ? counter(target, 2) : 0;
    int week = lastDay >= today.weekStart() ? counter(target, 1) : 0;
    int day = lastDay >= today.epochDay() ? counter(target, 0) : 0;
    int taken =
        switch (today.mode()) {
          case MONTH_DAYS -> month;
          case WEEK_7 -> week;
          case DAY_1 -> day;
        };
    if (taken >= today.allowance()) {
      return false;
    }
    records[target] =
        (Math.max(lastDay, today.epochDay()) << (3 * COUNTER_BITS))
            | (raised(month) << (2 * COUNTER_BITS))
            | (raised(week) << COUNTER_BITS)
            | raised(day);
    return true;
  }

  private int counter(int target, int place) {
    return (int) (records[target] >>> (place * COUNTER_BITS)) & COUNTER_MAX;
  }

  private static long raised(int counter) {
    return Math.min(COUNTER_MAX, counter + 1);
  }

  /** A day with the starts of its periods and what the mode allows in them. */
  record Day(long epochDay, long weekStart, long monthStart, QuotaMode mode, int allowance) {
    Day(LocalDate day, QuotaMode mode) {
      this(
          day.toEpochDay(),
          day.with(TemporalAdjusters.previousOrSame(DayOfWeek.MONDAY)).toEpochDay(),
          day.withDayOfMonth(1).toEpochDay(),
          mode,
          mode.allowance(day));
    }
  }
}
