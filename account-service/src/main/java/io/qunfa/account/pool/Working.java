package io.qunfa.account.pool;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** The status in which an account sends: still warming up, or not. */
record Working(AccountStatus status, @Nullable Instant until) {
  static Working of(@Nullable Instant warmUpEndsAt, Instant now) {
    return warmUpEndsAt != null && warmUpEndsAt.isAfter(now)
        ? new Working(AccountStatus.WARMING_UP, warmUpEndsAt)
        : new Working(AccountStatus.ACTIVE, null);
  }

  /** By the column warm_up_ends_at of a row of the table account. */
  static Working of(ResultSet row, Instant now) throws SQLException {
    return of(moment(row, "warm_up_ends_at"), now);
  }

  static @Nullable Instant moment(ResultSet row, String column) throws SQLException {
    Timestamp value = row.getTimestamp(column);
    return value == null ? null : value.toInstant();
  }
}
