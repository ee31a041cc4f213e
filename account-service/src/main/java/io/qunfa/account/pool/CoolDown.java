package io.qunfa.account.pool;

import io.qunfa.ids.AccountId;
import io.qunfa.ids.TenantId;
import java.sql.Timestamp;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/**
 * Lets accounts rest that the channel pushed back. One that rests already rests longer, not less.
 */
@Component
class CoolDown {
  private static final Move.Why PUSHED_BACK =
      new Move.Why(Cause.PUSH_BACK, "account-service", "the channel pushed back");

  private final JdbcClient jdbc;
  private final MoveAccounts move;

  CoolDown(JdbcClient jdbc, MoveAccounts move) {
    this.jdbc = jdbc;
    this.move = move;
  }

  void rest(TenantId tenant, Map<AccountId, Instant> until) {
    if (until.isEmpty()) {
      return;
    }
    until.forEach((account, moment) -> extend(tenant, account, moment));
    List<Move> wanted =
        jdbc.sql(
                """
                select id, status from account
                where tenant_id = :tenant and id in (:ids) and status in ('ACTIVE', 'WARMING_UP')
                order by id
                """)
            .param("tenant", tenant.value())
            .param("ids", until.keySet().stream().map(AccountId::value).toList())
            .query(
                (row, number) -> {
                  AccountId account = new AccountId(row.getLong("id"));
                  return new Move(
                      tenant,
                      account,
                      AccountStatus.valueOf(row.getString("status")),
                      AccountStatus.COOLING_DOWN,
                      Objects.requireNonNull(until.get(account)),
                      PUSHED_BACK);
                })
            .list();
    move.move(wanted);
  }

  private void extend(TenantId tenant, AccountId account, Instant until) {
    jdbc.sql(
            """
            update account set status_until = :until
            where tenant_id = :tenant and id = :id and status = 'COOLING_DOWN'
              and status_until < :until
            """)
        .param("until", Timestamp.from(until))
        .param("tenant", tenant.value())
        .param("id", account.value())
        .update();
  }
}
