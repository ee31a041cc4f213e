package io.qunfa.task.dispatch;

import io.qunfa.task.job.SendJob;
import io.qunfa.task.job.SendJobs;
import io.qunfa.task.lane.LaneId;
import io.qunfa.task.store.Columns;
import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/**
 * Which jobs of a lane may leave. All reads are without locks.
 *
 * <p>Jobs of a campaign that is paused, cancelled or expired stay. Of one campaign at most one job
 * of an account is undecided at a time, an unresolved UNKNOWN included: two calls with one sender
 * and one content could not be told apart at WeCom afterwards.
 */
@Repository
class WaitingJobs {
  /**
   * One subquery per state: with {@code status in (...)} MySQL could not enter by_lane, whose first
   * column it is.
   */
  private static final String MAY_LEAVE =
      """
      from send_job j force index (by_lane)
      left join campaign c on c.tenant_id = j.tenant_id and c.campaign_id = j.campaign_id
      where j.status = 'READY' and j.tenant_id = l.tenant_id and j.account_id = l.account_id
        and (c.campaign_id is null
          or (c.status = 'RUNNING' and (c.expire_at is null or c.expire_at > :now)))
        and not exists (select 1 from send_job s force index (by_lane)
          where s.status = 'DISPATCHED' and s.tenant_id = j.tenant_id
            and s.account_id = j.account_id and s.priority = j.priority
            and s.campaign_id = j.campaign_id)
        and not exists (select 1 from send_job s force index (by_lane)
          where s.status = 'SENDING' and s.tenant_id = j.tenant_id
            and s.account_id = j.account_id and s.priority = j.priority
            and s.campaign_id = j.campaign_id)
        and not exists (select 1 from send_job s force index (by_lane)
          join follow_up f on f.tenant_id = s.tenant_id and f.campaign_id = s.campaign_id
            and f.job_no = s.job_no
          where s.status = 'UNKNOWN' and s.tenant_id = j.tenant_id
            and s.account_id = j.account_id and s.priority = j.priority
            and s.campaign_id = j.campaign_id)
        and not exists (select 1 from send_job s force index (by_lane)
          where s.status = 'READY' and s.tenant_id = j.tenant_id
            and s.account_id = j.account_id and s.priority = j.priority
            and s.campaign_id = j.campaign_id and s.job_no < j.job_no)
      """;

  /** Lets a read of a long lane stop at its first job. */
  private static final String MAY_LEAVE_NOW =
      """
        and (j.not_before is null or j.not_before <= :now)
      """;

  private final JdbcClient jdbc;

  WaitingJobs(JdbcClient jdbc) {
    this.jdbc = jdbc;
  }

  /** The next jobs of each lane by priority, then age, as many as it has free places. */
  List<SendJob> slices(Collection<LaneId> lanes, int places, Instant now) {
    List<SendJob> first =
        jdbc.sql(
                "select j.* from lane l join lateral (select "
                    + SendJobs.COLUMNS
                    + MAY_LEAVE
                    + MAY_LEAVE_NOW
                    + """
                      order by j.priority, j.campaign_id, j.job_no
                      limit :places) j
                    where (l.tenant_id, l.account_id) in (:lanes)
                    order by j.priority, j.campaign_id, j.job_no
                    """)
            .param("lanes", ClaimedLanes.tuples(lanes))
            .param("places", places)
            .param("now", now)
            .query(SendJobs::job)
            .list();
    Map<LaneId, Integer> taken = inFlight(lanes);
    return first.stream()
        .filter(job -> taken.merge(job.laneId(), 1, Integer::sum) <= places)
        .toList();
  }

  /**
   * When each lane is to be looked at again: empty if nothing waits in it, or if it is full, since
   * the job that leaves its place wakes it.
   */
  Map<LaneId, Optional<Instant>> nextDue(Collection<LaneId> lanes, int places, Instant now) {
    Map<LaneId, Optional<Instant>> due = new HashMap<>();
    if (lanes.isEmpty()) {
      return due;
    }
    Map<LaneId, Integer> taken = inFlight(lanes);
    lanes.forEach(lane -> due.put(lane, Optional.empty()));
    List<LaneId> withPlaces =
        lanes.stream().filter(lane -> taken.getOrDefault(lane, 0) < places).toList();
    if (withPlaces.isEmpty()) {
      return due;
    }
    jdbc.sql(
            """
            select l.tenant_id, l.account_id,
              coalesce((select cast(:now as datetime(3))\s"""
                + MAY_LEAVE
                + MAY_LEAVE_NOW
                + """
                limit 1), (select min(j.not_before)\s"""
                + MAY_LEAVE
                + """
                )) as due_at
                from lane l
                where (l.tenant_id, l.account_id) in (:lanes)
                """)
        .param("lanes", ClaimedLanes.tuples(withPlaces))
        .param("now", now)
        .query(
            row -> {
              Instant dueAt = Columns.instantOrNull(row, "due_at");
              due.put(ClaimedLanes.laneId(row), Optional.ofNullable(dueAt));
            });
    return due;
  }

  private Map<LaneId, Integer> inFlight(Collection<LaneId> lanes) {
    Map<LaneId, Integer> taken = new HashMap<>();
    jdbc.sql(
            """
            select l.tenant_id, l.account_id,
              (select count(*) from send_job s force index (by_lane)
                where s.status = 'DISPATCHED' and s.tenant_id = l.tenant_id
                  and s.account_id = l.account_id)
              + (select count(*) from send_job s force index (by_lane)
                where s.status = 'SENDING' and s.tenant_id = l.tenant_id
                  and s.account_id = l.account_id) as in_flight
            from lane l
            where (l.tenant_id, l.account_id) in (:lanes)
            """)
        .param("lanes", ClaimedLanes.tuples(lanes))
        .query(
            row -> {
              taken.put(ClaimedLanes.laneId(row), row.getInt("in_flight"));
            });
    return taken;
  }
}
