package io.qunfa.account.pool;

import io.qunfa.ids.AccountId;
import io.qunfa.ids.TenantId;
import java.sql.Timestamp;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/**
 * Lets accounts go on whose cool-down or warm-up is over. Every replica does it; each account is
 * moved by one of them.
 */
@Component
class EndTimedStates {
  private static final int AT_A_TIME = 500;

  private final JdbcClient jdbc;
  private final MoveAccounts move;
  private final InstantSource time;

  EndTimedStates(JdbcClient jdbc, MoveAccounts move, InstantSource time) {
    this.jdbc = jdbc;
    this.move = move;
    this.time = time;
  }

  void end() {
    int seen;
    do {
      List<Move> over = over(time.instant());
      seen = over.size();
      move.move(over);
    } while (seen == AT_A_TIME);
  }

  private List<Move> over(Instant now) {
    return jdbc.sql(
            """
            select tenant_id, id, status, warm_up_ends_at from account
            where status_until <= :now order by status_until limit :max
            """)
        .param("now", Timestamp.from(now))
        .param("max", AT_A_TIME)
        .query(
            (row, number) -> {
              AccountStatus from = AccountStatus.valueOf(row.getString("status"));
              Working working = Working.of(row, now);
              return new Move(
                  new TenantId(row.getLong("tenant_id")),
                  new AccountId(row.getLong("id")),
                  from,
                  working.status(),
                  working.until(),
                  new Move.Why(Cause.TIME, "account-service", reason(from)));
            })
        .list();
  }

  private static String reason(AccountStatus ended) {
    return ended == AccountStatus.WARMING_UP
        ? "the warm-up plan is over"
        : "the time of " + ended.text() + " is over";
  }
}
