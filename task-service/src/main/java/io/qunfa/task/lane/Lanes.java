package io.qunfa.task.lane;

import io.qunfa.channel.Priority;
import io.qunfa.task.stepping.StepName;
import io.qunfa.task.stepping.Wakes;
import java.sql.PreparedStatement;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Propagation;
import org.springframework.transaction.annotation.Transactional;

/**
 * Opens, wakes and rests lanes, in the transaction of the change that is the reason. The order in
 * every transaction is jobs first, lanes last: dispatch looks for what still waits while it holds
 * the lane's row, so a job is either seen by it or wakes the lane after it.
 */
@Component
@Transactional(propagation = Propagation.MANDATORY)
public class Lanes {
  private final JdbcTemplate jdbc;
  private final LaneSettings settings;
  private final Wakes wakes;

  Lanes(JdbcTemplate jdbc, LaneSettings settings, Wakes wakes) {
    this.jdbc = jdbc;
    this.settings = settings;
    this.wakes = wakes;
  }

  /** When a lane wants to be looked at, and its place among the others then. */
  private record Due(Instant at, Instant turn) {
    Due sooner(Due other) {
      return new Due(
          at.isBefore(other.at) ? at : other.at, turn.isBefore(other.turn) ? turn : other.turn);
    }
  }

  /**
   * Makes missing lanes, refreshes what is known of the others, and wakes all of them.
   *
   * @param lanes with the most urgent of the jobs that came into each
   */
  public void openAndWake(Map<Lane, Priority> lanes, Instant now) {
    List<Map.Entry<Lane, Priority>> inOrder =
        lanes.entrySet().stream()
            .sorted((a, b) -> a.getKey().id().compareTo(b.getKey().id()))
            .toList();
    jdbc.batchUpdate(
        """
        insert into lane
          (tenant_id, account_id, channel, corp_id, credential_id, member_userid, next_due_at,
           turn_at)
        values (?, ?, ?, ?, ?, ?, ?, ?) as new
        on duplicate key update
          credential_id = new.credential_id,
          member_userid = new.member_userid,
          next_due_at = least(coalesce(lane.next_due_at, new.next_due_at), new.next_due_at),
          turn_at = least(coalesce(lane.turn_at, new.turn_at), new.turn_at)
        """,
        inOrder,
        Math.max(1, inOrder.size()),
        (PreparedStatement row, Map.Entry<Lane, Priority> opened) -> {
          Lane lane = opened.getKey();
          row.setLong(1, lane.id().tenantId().value());
          row.setLong(2, lane.id().accountId().value());
          row.setString(3, lane.channel().text());
          row.setString(4, lane.corpId().value());
          row.setLong(5, lane.credentialId().value());
          row.setString(6, lane.memberUserid());
          row.setObject(7, now);
          row.setObject(8, settings.turn(opened.getValue(), now));
        });
    wakes.afterCommit(StepName.DISPATCH_DUE_LANES);
  }

  public void wake(Collection<LaneWake> lanes) {
    TreeMap<LaneId, Due> soonest = new TreeMap<>();
    lanes.forEach(
        lane ->
            soonest.merge(
                lane.laneId(),
                new Due(lane.at(), settings.turn(lane.priority(), lane.at())),
                Due::sooner));
    jdbc.batchUpdate(
        """
        update lane set
          next_due_at = least(coalesce(next_due_at, ?), ?),
          turn_at = least(coalesce(turn_at, ?), ?)
        where tenant_id = ? and account_id = ?
        """,
        soonest.entrySet(),
        Math.max(1, soonest.size()),
        (PreparedStatement row, Map.Entry<LaneId, Due> lane) -> {
          row.setObject(1, lane.getValue().at());
          row.setObject(2, lane.getValue().at());
          row.setObject(3, lane.getValue().turn());
          row.setObject(4, lane.getValue().turn());
          row.setLong(5, lane.getKey().tenantId().value());
          row.setLong(6, lane.getKey().accountId().value());
        });
    wakes.afterCommit(StepName.DISPATCH_DUE_LANES);
  }

  /** Ends a rest that was for this reason: the limiter may say something else now. */
  public void endRest(LaneId lane, String by) {
    jdbc.update(
        """
        update lane set rests_until = null, limited_until = null
        where tenant_id = ? and account_id = ? and limited_by = ? and rests_until is not null
        """,
        lane.tenantId().value(),
        lane.accountId().value(),
        by);
    wakes.afterCommit(StepName.DISPATCH_DUE_LANES);
  }

  /** A longer rest that a lane already has stays. */
  public void rest(Collection<LaneRest> rests) {
    List<LaneRest> inOrder =
        rests.stream().sorted((a, b) -> a.laneId().compareTo(b.laneId())).toList();
    // limited_until after what looks at it: MySQL assigns from left to right.
    jdbc.batchUpdate(
        """
        update lane set
          limited_by = if(coalesce(limited_until, ?) <= ?, ?, limited_by),
          limited_why = if(coalesce(limited_until, ?) <= ?, ?, limited_why),
          limited_until = greatest(coalesce(limited_until, ?), ?),
          rests_until = greatest(coalesce(rests_until, ?), ?)
        where tenant_id = ? and account_id = ?
        """,
        inOrder,
        Math.max(1, inOrder.size()),
        (PreparedStatement row, LaneRest rest) -> {
          row.setObject(1, rest.until());
          row.setObject(2, rest.until());
          row.setString(3, rest.by());
          row.setObject(4, rest.until());
          row.setObject(5, rest.until());
          row.setString(6, rest.why().isEmpty() ? null : rest.why());
          row.setObject(7, rest.until());
          row.setObject(8, rest.until());
          row.setObject(9, rest.until());
          row.setObject(10, rest.until());
          row.setLong(11, rest.laneId().tenantId().value());
          row.setLong(12, rest.laneId().accountId().value());
        });
  }
}
