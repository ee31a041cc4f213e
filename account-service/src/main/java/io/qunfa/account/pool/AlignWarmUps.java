package io.qunfa.account.pool;

import io.qunfa.ids.AccountId;
import io.qunfa.ids.TenantId;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Collection;
import java.util.List;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** After plans were given or taken away: accounts that send begin or end their warm-up. */
@Component
public class AlignWarmUps {
  private static final int AT_A_TIME = 1000;

  private final JdbcClient jdbc;
  private final MoveAccounts move;
  private final InstantSource time;

  AlignWarmUps(JdbcClient jdbc, MoveAccounts move, InstantSource time) {
    this.jdbc = jdbc;
    this.move = move;
    this.time = time;
  }

  /** Joins the caller's transaction. */
  public void align(TenantId tenant, Collection<AccountId> accounts, String actor) {
    List<Long> all = accounts.stream().map(AccountId::value).toList();
    for (int from = 0; from < all.size(); from += AT_A_TIME) {
      alignSome(tenant, all.subList(from, Math.min(all.size(), from + AT_A_TIME)), actor);
    }
  }

  private void alignSome(TenantId tenant, List<Long> ids, String actor) {
    Instant now = time.instant();
    jdbc.sql(
            """
            update account set status_until = warm_up_ends_at
            where tenant_id = :tenant and id in (:ids) and status = 'WARMING_UP'
              and warm_up_ends_at is not null
            """)
        .param("tenant", tenant.value())
        .param("ids", ids)
        .update();
    Move.Why why = new Move.Why(Cause.PERSON, actor, "the warm-up plan was changed");
    move.move(
        jdbc
            .sql(
                """
                select id, status, warm_up_ends_at from account
                where tenant_id = :tenant and id in (:ids)
                  and (status = 'ACTIVE' and warm_up_ends_at is not null
                    or status = 'WARMING_UP' and warm_up_ends_at is null)
                order by id
                """)
            .param("tenant", tenant.value())
            .param("ids", ids)
            .query(
                (row, number) -> {
                  Working working = Working.of(row, now);
                  return new Seen(
                      new AccountId(row.getLong("id")),
                      AccountStatus.valueOf(row.getString("status")),
                      working);
                })
            .list()
            .stream()
            .filter(seen -> seen.status() != seen.working().status())
            .map(
                seen ->
                    new Move(
                        tenant,
                        seen.account(),
                        seen.status(),
                        seen.working().status(),
                        seen.working().until(),
                        why))
            .toList());
  }

  private record Seen(AccountId account, AccountStatus status, Working working) {}
}
