package io.qunfa.account.pool;

import io.qunfa.ids.AccountId;
import io.qunfa.ids.TenantId;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import org.springframework.jdbc.core.RowMapper;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** Moves accounts whose members left or are back. Joins the caller's transaction. */
@Component
public class MemberMoves {
  private static final int AT_A_TIME = 1000;

  private final JdbcClient jdbc;
  private final MoveAccounts move;
  private final InstantSource time;

  MemberMoves(JdbcClient jdbc, MoveAccounts move, InstantSource time) {
    this.jdbc = jdbc;
    this.move = move;
    this.time = time;
  }

  public static Move.Why why(String actor, String reason) {
    return new Move.Why(Cause.MEMBER_SYNC, actor, reason);
  }

  /** Whether {@link #left} puts an account offline. */
  public static boolean mayLeave(AccountStatus status) {
    return Order.OFFLINE.isPossible(status);
  }

  /** They go offline, unless they are out of the pool anyway. How many did. */
  public int left(TenantId tenant, List<AccountId> accounts, String actor) {
    Move.Why why = why(actor, "WeCom no longer lists the member");
    return moveAll(
        tenant,
        accounts,
        """
        select id, status from account
        where tenant_id = :tenant and id in (:ids)
          and status in ('ACTIVE', 'WARMING_UP', 'COOLING_DOWN', 'PAUSED')
        """,
        (row, number) ->
            new Move(
                tenant,
                new AccountId(row.getLong("id")),
                AccountStatus.valueOf(row.getString("status")),
                AccountStatus.OFFLINE,
                null,
                why));
  }

  /** Those that {@link #left} made offline go on as before. How many did. */
  public int returned(TenantId tenant, List<AccountId> accounts, String actor) {
    Instant now = time.instant();
    Move.Why why = why(actor, "WeCom lists the member again");
    return moveAll(
        tenant,
        accounts,
        """
        select a.id, a.warm_up_ends_at, h.from_status
        from account a
          join account_history h on h.tenant_id = a.tenant_id and h.account_id = a.id
            and h.id = (
              select max(l.id) from account_history l
              where l.tenant_id = a.tenant_id and l.account_id = a.id)
        where a.tenant_id = :tenant and a.id in (:ids) and a.status = 'OFFLINE'
          and h.cause = 'MEMBER_SYNC' and h.from_status is not null
        """,
        (row, number) -> {
          boolean paused = AccountStatus.PAUSED.name().equals(row.getString("from_status"));
          Working next = paused ? new Working(AccountStatus.PAUSED, null) : Working.of(row, now);
          return new Move(
              tenant,
              new AccountId(row.getLong("id")),
              AccountStatus.OFFLINE,
              next.status(),
              next.until(),
              why);
        });
  }

  private int moveAll(
      TenantId tenant, List<AccountId> accounts, String find, RowMapper<Move> toMove) {
    List<Move> moved = new ArrayList<>();
    for (int from = 0; from < accounts.size(); from += AT_A_TIME) {
      List<Long> ids =
          accounts.subList(from, Math.min(accounts.size(), from + AT_A_TIME)).stream()
              .map(AccountId::value)
              .toList();
      moved.addAll(
          move.move(
              jdbc.sql(find)
                  .param("tenant", tenant.value())
                  .param("ids", ids)
                  .query(toMove)
                  .list()));
    }
    return moved.size();
  }
}
