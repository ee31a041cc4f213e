package io.qunfa.account.permit;

import java.time.LocalDate;
import java.util.function.ToIntFunction;

/**
 * Recipients on three days in a row in the corp's zone. This machine's clock and Redis' may be on
 * different sides of midnight; the day that Redis counts is one of these, and its quota is meant.
 *
 * @param firstDay the day before this machine's today, in days since 1970
 */
record DailyQuota(long firstDay, int yesterday, int today, int tomorrow) {
  static DailyQuota around(LocalDate today, ToIntFunction<LocalDate> quota) {
    return new DailyQuota(
        today.minusDays(1).toEpochDay(),
        quota.applyAsInt(today.minusDays(1)),
        quota.applyAsInt(today),
        quota.applyAsInt(today.plusDays(1)));
  }

  /** The most that one of the days can need. */
  int most() {
    return Math.max(yesterday, Math.max(today, tomorrow));
  }
}
