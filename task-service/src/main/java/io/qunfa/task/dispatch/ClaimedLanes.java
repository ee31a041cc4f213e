package io.qunfa.task.dispatch;

import io.qunfa.channel.Priority;
import io.qunfa.task.lane.LaneId;
import io.qunfa.task.lane.LaneRest;
import io.qunfa.task.lane.LaneSettings;
import io.qunfa.task.store.Columns;
import java.sql.PreparedStatement;
import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;
import org.springframework.transaction.annotation.Transactional;

/**
 * The lane table as dispatch writes it. A lane that may send is leased for the round, so that
 * replicas share the work. One that comes from a rest is not: it may well rest again, and that
 * shall cost one row and no more. Replicas may ask for it twice, which counts nothing twice; whose
 * word comes second finds the rest changed and lets the lane be.
 */
@Repository
class ClaimedLanes {
  private final JdbcClient jdbc;
  private final JdbcTemplate batches;
  private final LaneSettings settings;

  ClaimedLanes(JdbcClient jdbc, JdbcTemplate batches, LaneSettings settings) {
    this.jdbc = jdbc;
    this.batches = batches;
    this.settings = settings;
  }

  private record Sight(
      @Nullable String lease, @Nullable Instant leasedUntil, @Nullable Instant restsUntil) {}

  /** Those that no other replica was faster with. */
  @Transactional
  Set<LaneId> lease(Collection<LaneId> candidates, String lease, Instant now, Instant until) {
    if (candidates.isEmpty()) {
      return Set.of();
    }
    List<LaneId> free =
        jdbc.sql(
                """
                select tenant_id, account_id from lane
                where (tenant_id, account_id) in (:candidates) and next_due_at <= :now
                  and (rests_until is null or rests_until <= :now) and\s"""
                    + DueLanes.IS_FREE
                    + """
                     order by tenant_id, account_id
                    for update skip locked
                    """)
            .param("candidates", tuples(candidates))
            .param("now", now)
            .query((row, number) -> DueLanes.id(row))
            .list();
    if (!free.isEmpty()) {
      jdbc.sql(
              """
              update lane set leased_until = :until, lease = :lease
              where (tenant_id, account_id) in (:lanes)
              """)
          .param("until", until)
          .param("lease", lease)
          .param("lanes", tuples(free))
          .update();
    }
    return Set.copyOf(free);
  }

  /** Those of the lanes that are the round's still, locked. */
  List<DueLane> lockHeld(Round round, Instant now) {
    Map<LaneId, Sight> sights = new HashMap<>();
    jdbc.sql(
            """
            select tenant_id, account_id, lease, leased_until, rests_until from lane
            where (tenant_id, account_id) in (:lanes)
            order by tenant_id, account_id
            for update
            """)
        .param("lanes", tuples(round.lanes().keySet()))
        .query(
            row -> {
              sights.put(
                  DueLanes.id(row),
                  new Sight(
                      row.getString("lease"),
                      Columns.instantOrNull(row, "leased_until"),
                      Columns.instantOrNull(row, "rests_until")));
            });
    return round.lanes().values().stream()
        .filter(lane -> isHeld(lane, sights.get(lane.id()), round.lease(), now))
        .toList();
  }

  private static boolean isHeld(DueLane lane, @Nullable Sight sight, String lease, Instant now) {
    if (sight == null) {
      return false;
    }
    if (!lane.comesFromRest()) {
      return lease.equals(sight.lease());
    }
    boolean free = sight.leasedUntil() == null || !sight.leasedUntil().isAfter(now);
    return free && Objects.equals(lane.restedUntil(), sight.restsUntil());
  }

  /**
   * A lane as it goes on.
   *
   * @param due when to look at it again, and its place then
   * @param left classes of which a job has just left
   */
  record GoingOn(LaneId lane, NextDue due, Set<Priority> left) {}

  /** Ends the lease of locked lanes. A rest that began meanwhile stays. */
  void giveBack(Collection<GoingOn> lanes, Instant now) {
    batches.batchUpdate(
        """
        update lane set
          next_due_at = ?,
          turn_at = if(?, turn_at, ?),
          urgent_left_at = coalesce(?, urgent_left_at),
          high_left_at = coalesce(?, high_left_at),
          normal_left_at = coalesce(?, normal_left_at),
          low_left_at = coalesce(?, low_left_at),
          limited_until = if(rests_until > ?, limited_until, null),
          rests_until = if(rests_until > ?, rests_until, null),
          leased_until = null,
          lease = null
        where tenant_id = ? and account_id = ?
        """,
        lanes,
        Math.max(1, lanes.size()),
        (PreparedStatement row, GoingOn lane) -> {
          row.setObject(1, lane.due().at());
          row.setBoolean(2, lane.due().isFull());
          row.setObject(3, lane.due().turn());
          for (Priority priority : Priority.values()) {
            row.setObject(4 + priority.rank(), lane.left().contains(priority) ? now : null);
          }
          row.setObject(8, now);
          row.setObject(9, now);
          row.setLong(10, lane.lane().tenantId().value());
          row.setLong(11, lane.lane().accountId().value());
        });
  }

  /**
   * Ends the lease of locked lanes that were given nothing; what waits in them waits on. A rest
   * that began meanwhile stays.
   */
  void rest(Collection<LaneRest> rests, Instant now) {
    batches.batchUpdate(
        """
        update lane set
          limited_until = if(rests_until > ?, limited_until, ?),
          limited_by = if(rests_until > ?, limited_by, ?),
          limited_why = if(rests_until > ?, limited_why, null),
          rests_until = greatest(coalesce(rests_until, ?), ?),
          leased_until = null, lease = null
        where tenant_id = ? and account_id = ?
        """,
        rests,
        Math.max(1, rests.size()),
        (PreparedStatement row, LaneRest rest) -> {
          Instant until = settings.askAgain(rest.until(), now);
          row.setObject(1, now);
          row.setObject(2, rest.until());
          row.setObject(3, now);
          row.setString(4, rest.by());
          row.setObject(5, now);
          row.setObject(6, until);
          row.setObject(7, until);
          row.setLong(8, rest.laneId().tenantId().value());
          row.setLong(9, rest.laneId().accountId().value());
        });
  }

  /**
   * Ends the lease of locked lanes that rest together with others, who try first the next time.
   *
   * @param turns their place then
   */
  void goBehind(Map<LaneId, Instant> turns) {
    batches.batchUpdate(
        """
        update lane set turn_at = ?, leased_until = null, lease = null
        where tenant_id = ? and account_id = ?
        """,
        turns.entrySet(),
        Math.max(1, turns.size()),
        (PreparedStatement row, Map.Entry<LaneId, Instant> lane) -> {
          row.setObject(1, lane.getValue());
          row.setLong(2, lane.getKey().tenantId().value());
          row.setLong(3, lane.getKey().accountId().value());
        });
  }

  /** Ends the lease and changes nothing else. */
  void release(Collection<LaneId> lanes, String lease) {
    if (!lanes.isEmpty()) {
      jdbc.sql(
              """
              update lane set leased_until = null, lease = null
              where (tenant_id, account_id) in (:lanes) and lease = :lease
              """)
          .param("lanes", tuples(lanes))
          .param("lease", lease)
          .update();
    }
  }

  static List<Object[]> tuples(Collection<LaneId> lanes) {
    return lanes.stream()
        .sorted()
        .map(lane -> new Object[] {lane.tenantId().value(), lane.accountId().value()})
        .toList();
  }
}
