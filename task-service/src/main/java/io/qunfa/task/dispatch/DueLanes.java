package io.qunfa.task.dispatch;

import io.qunfa.channel.Channel;
import io.qunfa.channel.Priority;
import io.qunfa.ids.AccountId;
import io.qunfa.ids.CorpId;
import io.qunfa.ids.CredentialId;
import io.qunfa.ids.TenantId;
import io.qunfa.task.lane.Lane;
import io.qunfa.task.lane.LaneId;
import io.qunfa.task.store.Columns;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/**
 * Whose turn it is. Reads without locks: a locking read that sorts would lock every due lane and
 * leave nothing to other replicas.
 */
@Repository
class DueLanes {
  static final String IS_FREE = "(leased_until is null or leased_until <= :now)";

  private static final String DUE =
      """
      select l.tenant_id, l.account_id, l.channel, l.corp_id, l.credential_id, l.member_userid,
        l.rests_until, l.urgent_left_at, l.high_left_at, l.normal_left_at, l.low_left_at
      from lane l
      where l.next_due_at <= :now and\s"""
          + IS_FREE;

  private static final String OUTSIDE_ALL_JOINT_RESTS =
      """
       and not exists (select 1 from joint_rest r
        where r.tenant_id = l.tenant_id and r.corp_id in ('', l.corp_id))
      """;

  private static final String INSIDE =
      """
       and (l.rests_until is null or l.rests_until <= :now)
       and l.tenant_id = :tenant and :corp in ('', l.corp_id)
       and not exists (select 1 from joint_rest r
        where r.tenant_id = l.tenant_id and r.corp_id in ('', l.corp_id) and r.rests_until > :now)
      """;

  private static final String BY_TURN = " order by l.turn_at limit ";

  private final JdbcClient jdbc;

  DueLanes(JdbcClient jdbc) {
    this.jdbc = jdbc;
  }

  /**
   * By turn: lanes that may send, besides them a quarter as many that come from a rest and may rest
   * again at once, so that these keep nobody waiting; and of those that rested together as many as
   * may try.
   */
  List<DueLane> next(List<JointRest> rests, int atMost, Instant now) {
    String outside = rests.isEmpty() ? "" : OUTSIDE_ALL_JOINT_RESTS;
    List<DueLane> due =
        new ArrayList<>(
            jdbc.sql(
                    "("
                        + DUE
                        + " and l.rests_until is null"
                        + outside
                        + BY_TURN
                        + ":atMost) union all ("
                        + DUE
                        + " and l.rests_until <= :now"
                        + outside
                        + BY_TURN
                        + ":fromRest)")
                .param("now", now)
                .param("atMost", atMost)
                .param("fromRest", Math.max(1, atMost / 4))
                .query(DueLanes::lane)
                .list());
    for (JointRest rest : rests) {
      if (rest.isOver(now)) {
        due.addAll(
            jdbc.sql(DUE + INSIDE + BY_TURN + ":tries")
                .param("now", now)
                .param("tenant", rest.scope().tenantId().value())
                .param("corp", rest.scope().corpId())
                .param("tries", rest.tries())
                .query(DueLanes::lane)
                .list());
      }
    }
    return due;
  }

  private static DueLane lane(ResultSet row, int number) throws SQLException {
    Map<Priority, Instant> leftAt = new EnumMap<>(Priority.class);
    for (Priority priority : Priority.values()) {
      Instant left = Columns.instantOrNull(row, priority.text() + "_left_at");
      if (left != null) {
        leftAt.put(priority, left);
      }
    }
    return new DueLane(
        new Lane(
            id(row),
            Channel.of(row.getString("channel")),
            new CorpId(row.getString("corp_id")),
            new CredentialId(row.getLong("credential_id")),
            row.getString("member_userid")),
        Columns.instantOrNull(row, "rests_until"),
        leftAt);
  }

  static LaneId id(ResultSet row) throws SQLException {
    return new LaneId(
        new TenantId(row.getLong("tenant_id")), new AccountId(row.getLong("account_id")));
  }
}
