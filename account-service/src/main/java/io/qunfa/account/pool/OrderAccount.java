package io.qunfa.account.pool;

import io.qunfa.ids.AccountId;
import io.qunfa.ids.TenantId;
import io.qunfa.problem.Problem;
import io.qunfa.problem.ProblemCode;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** Carries out what a person orders of one account. */
@Component
public class OrderAccount {
  private static final int TRIES = 5;

  private final JdbcClient jdbc;
  private final MoveAccounts move;
  private final InstantSource time;

  OrderAccount(JdbcClient jdbc, MoveAccounts move, InstantSource time) {
    this.jdbc = jdbc;
    this.move = move;
    this.time = time;
  }

  /** An order that is fulfilled already changes nothing; one that is not possible is a problem. */
  public void order(TenantId tenant, AccountId account, Order order, Move.Why why) {
    for (int attempt = 1; attempt <= TRIES; attempt++) {
      Seen seen = see(tenant, account);
      if (order.isFulfilled(seen.status())) {
        return;
      }
      if (!order.isPossible(seen.status())) {
        throw new Problem(
            ProblemCode.WRONG_STATE,
            "Account "
                + account
                + " is "
                + seen.status().text()
                + " and stays so: this order is not possible from there.");
      }
      Working target = order.target(seen.working());
      Move wanted = new Move(tenant, account, seen.status(), target.status(), target.until(), why);
      if (!move.move(List.of(wanted)).isEmpty()) {
        return;
      }
    }
    throw new Problem(
        ProblemCode.CONFLICT, "Account " + account + " is being moved by others. Order again.");
  }

  private Seen see(TenantId tenant, AccountId account) {
    Instant now = time.instant();
    return jdbc.sql(
            """
            select status, warm_up_ends_at from account where tenant_id = :tenant and id = :id
            """)
        .param("tenant", tenant.value())
        .param("id", account.value())
        .query(
            (row, number) ->
                new Seen(AccountStatus.valueOf(row.getString("status")), Working.of(row, now)))
        .optional()
        .orElseThrow(() -> Problem.notFound("account", account));
  }

  private record Seen(AccountStatus status, Working working) {}
}
