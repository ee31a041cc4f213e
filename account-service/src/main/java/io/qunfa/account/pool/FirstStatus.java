package io.qunfa.account.pool;

import io.qunfa.ids.AccountId;
import io.qunfa.ids.TenantId;
import java.sql.PreparedStatement;
import java.sql.Timestamp;
import java.time.InstantSource;
import java.util.List;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.stereotype.Component;

/** Begins the history of new accounts. */
@Component
public class FirstStatus {
  private final JdbcTemplate jdbc;
  private final InstantSource time;

  FirstStatus(JdbcTemplate jdbc, InstantSource time) {
    this.jdbc = jdbc;
    this.time = time;
  }

  /** Joins the caller's transaction. */
  public void note(TenantId tenant, List<AccountId> accounts, AccountStatus status, Move.Why why) {
    Timestamp now = Timestamp.from(time.instant());
    jdbc.batchUpdate(
        """
        insert into account_history (tenant_id, account_id, to_status, cause, actor, reason, at)
        values (?, ?, ?, ?, ?, ?, ?)
        """,
        accounts,
        Math.max(1, accounts.size()),
        (PreparedStatement row, AccountId account) -> {
          row.setLong(1, tenant.value());
          row.setLong(2, account.value());
          row.setString(3, status.name());
          row.setString(4, why.cause().name());
          row.setString(5, why.actor());
          row.setString(6, why.reason());
          row.setTimestamp(7, now);
        });
  }
}
