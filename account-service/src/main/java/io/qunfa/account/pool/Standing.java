package io.qunfa.account.pool;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import org.jspecify.annotations.Nullable;

/**
 * How an account stands at a moment, whatever it has used.
 *
 * @param until when its status ends by itself; null: never
 * @param stopped the kill switch of its corp or tenant is on
 * @param quotaToday recipients today in the corp's zone: the quota, or what its warm-up gives of it
 */
public record Standing(
    AccountStatus status, @Nullable Instant until, boolean stopped, int quotaToday) {

  /**
   * Of a row with the account's columns {@code status, status_until, daily_quota, warm_up,
   * warm_up_from}, the corp's {@code time_zone} and {@code stopped}.
   */
  public static Standing of(ResultSet row, Instant now) throws SQLException {
    ZoneId zone = ZoneId.of(row.getString("time_zone"));
    return new Standing(
        AccountStatus.valueOf(row.getString("status")),
        Working.moment(row, "status_until"),
        row.getBoolean("stopped"),
        QuotaByDay.of(row).on(LocalDate.ofInstant(now, zone)));
  }

  /** Permits may be asked for; how long a cooling account rests is the limiter's to say. */
  public boolean mayAsk() {
    return !stopped && status.takesWork();
  }

  /** A call may begin. */
  boolean mayCall(Instant now) {
    boolean rested = status == AccountStatus.COOLING_DOWN && until != null && !until.isAfter(now);
    return !stopped && (status.works() || rested);
  }
}
