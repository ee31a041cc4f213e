package io.qunfa.account.pool;

import java.sql.Date;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.LocalDate;
import org.jspecify.annotations.Nullable;

/**
 * An account's quota on any day in the corp's zone: what its warm-up gives of it.
 *
 * @param plan null: it is warm
 * @param from the first day of the plan
 */
public record QuotaByDay(int dailyQuota, @Nullable WarmUpPlan plan, @Nullable LocalDate from) {

  /** Of a row with the account's columns {@code daily_quota, warm_up, warm_up_from}. */
  public static QuotaByDay of(ResultSet row) throws SQLException {
    String plan = row.getString("warm_up");
    Date from = row.getDate("warm_up_from");
    return new QuotaByDay(
        row.getInt("daily_quota"),
        plan == null ? null : WarmUpPlan.parse(plan),
        from == null ? null : from.toLocalDate());
  }

  public int on(LocalDate day) {
    return WarmUpPlan.quotaOn(dailyQuota, plan, from, day);
  }
}
