package io.qunfa.task.dispatch;

import io.qunfa.channel.Channel;
import io.qunfa.ids.AccountId;
import io.qunfa.ids.CorpId;
import io.qunfa.ids.CredentialId;
import io.qunfa.ids.TenantId;
import io.qunfa.task.lane.Lane;
import io.qunfa.task.lane.LaneId;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;
import org.springframework.transaction.annotation.Transactional;

/** The lane table as dispatch sees it: due lanes are leased to one process, then given back. */
@Repository
class ClaimedLanes {
  private static final String IS_DUE =
      """
      next_due_at <= :now
      and (limited_until is null or limited_until <= :now)
      and (leased_until is null or leased_until <= :now)
      """;

  private final JdbcClient jdbc;
  private final JdbcTemplate batches;

  ClaimedLanes(JdbcClient jdbc, JdbcTemplate batches) {
    this.jdbc = jdbc;
    this.batches = batches;
  }

  /**
   * Longest due first. Candidates are read without locks and then locked by their key, since a
   * locking read that sorts would lock every due lane and leave nothing to other replicas.
   */
  @Transactional
  List<Lane> claim(int atMost, String lease, Instant now, Instant until) {
    List<Object[]> candidates =
        jdbc.sql(
                "select tenant_id, account_id from lane where "
                    + IS_DUE
                    + "order by next_due_at limit :atMost")
            .param("now", now)
            .param("atMost", atMost)
            .query((row, number) -> new Object[] {row.getLong(1), row.getLong(2)})
            .list();
    if (candidates.isEmpty()) {
      return List.of();
    }
    List<Lane> lanes =
        jdbc.sql(
                """
                select tenant_id, account_id, channel, corp_id, credential_id, member_userid
                from lane
                where (tenant_id, account_id) in (:candidates) and
                """
                    + IS_DUE
                    + """
                    order by tenant_id, account_id
                    for update skip locked
                    """)
            .param("candidates", candidates)
            .param("now", now)
            .query(ClaimedLanes::lane)
            .list();
    if (!lanes.isEmpty()) {
      jdbc.sql(
              """
              update lane set leased_until = :until, lease = :lease
              where (tenant_id, account_id) in (:lanes)
              """)
          .param("until", until)
          .param("lease", lease)
          .param("lanes", tuples(lanes.stream().map(Lane::id).toList()))
          .update();
    }
    return lanes;
  }

  /** Those of the lanes that are still leased to the caller, locked. */
  List<LaneId> lockHeld(Collection<LaneId> lanes, String lease) {
    return jdbc.sql(
            """
            select tenant_id, account_id from lane
            where (tenant_id, account_id) in (:lanes) and lease = :lease
            order by tenant_id, account_id
            for update
            """)
        .param("lanes", tuples(lanes))
        .param("lease", lease)
        .query((row, number) -> laneId(row))
        .list();
  }

  /**
   * Ends the lease of locked lanes.
   *
   * @param nextDueAt empty: nothing waits that could leave by the passing of time alone
   */
  void giveBack(Map<LaneId, Optional<Instant>> nextDueAt) {
    List<Map.Entry<LaneId, Optional<Instant>>> inOrder =
        List.copyOf(new TreeMap<>(nextDueAt).entrySet());
    batches.batchUpdate(
        """
        update lane set next_due_at = ?, leased_until = null, lease = null
        where tenant_id = ? and account_id = ?
        """,
        inOrder,
        Math.max(1, inOrder.size()),
        (PreparedStatement row, Map.Entry<LaneId, Optional<Instant>> lane) -> {
          row.setObject(1, orNull(lane.getValue()));
          row.setLong(2, lane.getKey().tenantId().value());
          row.setLong(3, lane.getKey().accountId().value());
        });
  }

  private static @Nullable Instant orNull(Optional<Instant> instant) {
    return instant.isPresent() ? instant.get() : null;
  }

  private static Lane lane(ResultSet row, int number) throws SQLException {
    return new Lane(
        laneId(row),
        Channel.of(row.getString("channel")),
        new CorpId(row.getString("corp_id")),
        new CredentialId(row.getLong("credential_id")),
        row.getString("member_userid"));
  }

  static LaneId laneId(ResultSet row) throws SQLException {
    return new LaneId(
        new TenantId(row.getLong("tenant_id")), new AccountId(row.getLong("account_id")));
  }

  static List<Object[]> tuples(Collection<LaneId> lanes) {
    return lanes.stream()
        .sorted()
        .map(lane -> new Object[] {lane.tenantId().value(), lane.accountId().value()})
        .toList();
  }
}
