package io.qunfa.account.pool;

import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/** Moves accounts and writes down who or what did it and why, in one transaction. */
@Component
public class MoveAccounts {
  /** So that replicas that move the same accounts do not wait for each other in a circle. */
  private static final Comparator<Move> ONE_ORDER =
      Comparator.comparingLong((Move move) -> move.tenantId().value())
          .thenComparing(Move::accountId, AccountOrder.BY_ID);

  private final JdbcTemplate jdbc;
  private final ApplicationEventPublisher events;
  private final InstantSource time;

  MoveAccounts(JdbcTemplate jdbc, ApplicationEventPublisher events, InstantSource time) {
    this.jdbc = jdbc;
    this.events = events;
    this.time = time;
  }

  /** Those that happened: an account that is not as it was seen stays as it is. */
  @Transactional
  public List<Move> move(List<Move> wanted) {
    if (wanted.isEmpty()) {
      return List.of();
    }
    List<Move> moves = wanted.stream().sorted(ONE_ORDER).toList();
    int[][] counts =
        jdbc.batchUpdate(
            """
            update account set status = ?, status_until = ?
            where tenant_id = ? and id = ? and status = ?
            """,
            moves,
            moves.size(),
            (PreparedStatement row, Move move) -> {
              row.setString(1, move.to().name());
              row.setTimestamp(2, timestamp(move.until()));
              row.setLong(3, move.tenantId().value());
              row.setLong(4, move.accountId().value());
              row.setString(5, move.from().name());
            });
    List<Move> happened = new ArrayList<>();
    for (int index = 0; index < moves.size(); index++) {
      if (counts[0][index] == 1) {
        happened.add(moves.get(index));
      }
    }
    write(happened);
    if (happened.stream().anyMatch(move -> move.why().cause().isOrder())) {
      events.publishEvent(new AccountsMoved());
    }
    return List.copyOf(happened);
  }

  private void write(List<Move> moves) {
    Timestamp now = Timestamp.from(time.instant());
    jdbc.batchUpdate(
        """
        insert into account_history
          (tenant_id, account_id, from_status, to_status, until, cause, actor, reason, at)
        values (?, ?, ?, ?, ?, ?, ?, ?, ?)
        """,
        moves,
        Math.max(1, moves.size()),
        (PreparedStatement row, Move move) -> set(row, move, now));
  }

  private static void set(PreparedStatement row, Move move, Timestamp now) throws SQLException {
    row.setLong(1, move.tenantId().value());
    row.setLong(2, move.accountId().value());
    row.setString(3, move.from().name());
    row.setString(4, move.to().name());
    row.setTimestamp(5, timestamp(move.until()));
    row.setString(6, move.why().cause().name());
    row.setString(7, move.why().actor());
    row.setString(8, move.why().reason());
    row.setTimestamp(9, now);
  }

  private static @Nullable Timestamp timestamp(@Nullable Instant moment) {
    return moment == null ? null : Timestamp.from(moment);
  }
}
