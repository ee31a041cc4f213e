package io.qunfa.account.pool;

import io.qunfa.ids.AccountId;
import io.qunfa.ids.TenantId;
import java.sql.Timestamp;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/**
 * Lets accounts go on whose cool-down or warm-up is over. Every replica does it; each account is
 * moved by one of them. One whose row makes no sense is told to the log once and left alone; the
 * others go on.
 */
@Component
class EndTimedStates {
  private static final Logger log = LoggerFactory.getLogger(EndTimedStates.class);
  private static final int AT_A_TIME = 500;

  private final JdbcClient jdbc;
  private final MoveAccounts move;
  private final InstantSource time;

  /** Those that were odd when this replica looked last. */
  private Set<AccountId> odd = Set.of();

  EndTimedStates(JdbcClient jdbc, MoveAccounts move, InstantSource time) {
    this.jdbc = jdbc;
    this.move = move;
    this.time = time;
  }

  synchronized void end() {
    Instant now = time.instant();
    Set<AccountId> oddNow = new HashSet<>();
    List<Due> due = over(now, Due.BEFORE_ALL);
    while (!due.isEmpty()) {
      List<Move> moves = new ArrayList<>(due.size());
      for (Due each : due) {
        try {
          next(each, now).ifPresent(moves::add);
        } catch (IllegalArgumentException makesNoSense) {
          oddNow.add(each.account());
          tell(each, makesNoSense);
        }
      }
      move.move(moves);
      due = due.size() < AT_A_TIME ? List.of() : over(now, due.getLast());
    }
    odd = Set.copyOf(oddNow);
  }

  private List<Due> over(Instant now, Due after) {
    return jdbc.sql(
            """
            select tenant_id, id, status, status_until, warm_up_ends_at from account
            where status_until <= :now and status_until >= :until
              and (status_until > :until or id > :id)
            order by status_until, id limit :max
            """)
        .param("now", Timestamp.from(now))
        .param("until", Timestamp.from(after.until()))
        .param("id", after.account().value())
        .param("max", AT_A_TIME)
        .query(
            (row, number) ->
                new Due(
                    new TenantId(row.getLong("tenant_id")),
                    new AccountId(row.getLong("id")),
                    row.getString("status"),
                    row.getTimestamp("status_until").toInstant(),
                    Working.moment(row, "warm_up_ends_at")))
        .list();
  }

  /** Empty if the account keeps its status: its plan has changed, and with it the end. */
  private Optional<Move> next(Due due, Instant now) {
    AccountStatus from = AccountStatus.valueOf(due.status());
    Working working = Working.of(due.warmUpEndsAt(), now);
    if (working.status() == from) {
      correctEnd(due, working);
      return Optional.empty();
    }
    return Optional.of(
        new Move(
            due.tenant(),
            due.account(),
            from,
            working.status(),
            working.until(),
            new Move.Why(Cause.TIME, "account-service", reason(from))));
  }

  private void correctEnd(Due due, Working working) {
    Instant until = working.until();
    jdbc.sql(
            """
            update account set status_until = :until
            where tenant_id = :tenant and id = :id and status = :seen
              and status_until = :seenUntil and warm_up_ends_at <=> :plan
            """)
        .param("until", until == null ? null : Timestamp.from(until))
        .param("tenant", due.tenant().value())
        .param("id", due.account().value())
        .param("seen", due.status())
        .param("seenUntil", Timestamp.from(due.until()))
        .param("plan", due.warmUpEndsAt() == null ? null : Timestamp.from(due.warmUpEndsAt()))
        .update();
  }

  private void tell(Due due, IllegalArgumentException makesNoSense) {
    if (!odd.contains(due.account())) {
      log.error(
          "Account {} of tenant {} is {} until {} and cannot go on from there; it is left alone:"
              + " give it another status by one of the orders",
          due.account(),
          due.tenant(),
          due.status(),
          due.until(),
          makesNoSense);
    }
  }

  private static String reason(AccountStatus ended) {
    return ended == AccountStatus.WARMING_UP
        ? "the warm-up plan is over"
        : "the time of " + ended.text() + " is over";
  }

  /**
   * @param status as it stands in the row, whatever that is
   */
  private record Due(
      TenantId tenant,
      AccountId account,
      String status,
      Instant until,
      @Nullable Instant warmUpEndsAt) {
    static final Due BEFORE_ALL =
        new Due(new TenantId(1), new AccountId(1), "", Instant.ofEpochSecond(1), null);
  }
}
