package io.qunfa.task.dispatch;

import io.qunfa.channel.Priority;
import io.qunfa.task.job.SendJob;
import io.qunfa.task.job.SendJobs;
import io.qunfa.task.lane.LaneId;
import io.qunfa.task.lane.LaneSettings;
import io.qunfa.task.store.Columns;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/**
 * Which jobs of a lane may leave. All reads are without locks.
 *
 * <p>Jobs of a campaign that is paused, cancelled or expired stay, and so does one that is being
 * split. Of one campaign at most one job
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
        and not exists (select 1 from job_split p
          where p.tenant_id = j.tenant_id and p.campaign_id = j.campaign_id
            and p.job_no = j.job_no)
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

  private static final String WITH_SINCE =
      "select "
          + SendJobs.COLUMNS
          + ", greatest(j.created_at, coalesce(j.not_before, j.created_at)) as since ";

  private final JdbcClient jdbc;
  private final LaneSettings settings;

  WaitingJobs(JdbcClient jdbc, LaneSettings settings) {
    this.jdbc = jdbc;
    this.settings = settings;
  }

  /**
   * @param since when it came, or its deferral ended
   */
  private record Waiting(SendJob job, Instant since) {}

  private record InTurn(SendJob job, Instant turn) {}

  /**
   * The next jobs of each lane, as many as it has free places, all in the order of their turn: by
   * priority, then age, but the first job of a class that was passed over for long goes before more
   * urgent ones.
   */
  List<SendJob> slices(Collection<DueLane> lanes, int places, Instant now) {
    Map<LaneId, List<Waiting>> heads = heads(lanes, places, now);
    addPassedOver(heads, places, now);
    Map<LaneId, Integer> taken = inFlight(lanes.stream().map(DueLane::id).toList());
    return lanes.stream()
        .flatMap(
            lane ->
                inTurn(lane, heads.getOrDefault(lane.id(), List.of()), now).stream()
                    .sorted(Comparator.comparing(InTurn::turn))
                    .limit(Math.max(0, places - taken.getOrDefault(lane.id(), 0))))
        .sorted(Comparator.comparing(InTurn::turn))
        .map(InTurn::job)
        .toList();
  }

  private Map<LaneId, List<Waiting>> heads(Collection<DueLane> lanes, int places, Instant now) {
    return waiting(
        jdbc.sql(
                "select j.* from lane l join lateral ("
                    + WITH_SINCE
                    + MAY_LEAVE
                    + MAY_LEAVE_NOW
                    + """
                      order by j.priority, j.campaign_id, j.job_no
                      limit :places) j
                    where (l.tenant_id, l.account_id) in (:lanes)
                    order by j.priority, j.campaign_id, j.job_no
                    """)
            .param("lanes", ClaimedLanes.tuples(lanes.stream().map(DueLane::id).toList()))
            .param("places", places)
            .param("now", now));
  }

  /** Where more waits than there are places, the first of every class that would see none of it. */
  private void addPassedOver(Map<LaneId, List<Waiting>> heads, int places, Instant now) {
    List<LaneId> full =
        heads.entrySet().stream()
            .filter(lane -> lane.getValue().size() == places)
            .filter(lane -> last(lane.getValue()) != Priority.LOW)
            .map(Map.Entry::getKey)
            .toList();
    if (full.isEmpty()) {
      return;
    }
    waiting(
            jdbc.sql(
                    "select j.* from lane l join (select 1 as priority union all select 2"
                        + " union all select 3) class join lateral ("
                        + WITH_SINCE
                        + MAY_LEAVE
                        + MAY_LEAVE_NOW
                        + """
                            and j.priority = class.priority
                          order by j.campaign_id, j.job_no
                          limit 1) j
                        where (l.tenant_id, l.account_id) in (:lanes)
                        order by j.priority
                        """)
                .param("lanes", ClaimedLanes.tuples(full))
                .param("now", now))
        .forEach(
            (lane, firsts) -> {
              List<Waiting> ofLane = heads.getOrDefault(lane, List.of());
              Priority seen = last(ofLane);
              firsts.stream()
                  .filter(first -> first.job().priority().rank() > seen.rank())
                  .forEach(ofLane::add);
            });
  }

  private static Priority last(List<Waiting> ofLane) {
    return ofLane.getLast().job().priority();
  }

  private List<InTurn> inTurn(DueLane lane, List<Waiting> ofLane, Instant now) {
    Set<Priority> begun = EnumSet.noneOf(Priority.class);
    List<InTurn> turns = new ArrayList<>();
    for (Waiting one : ofLane) {
      Priority priority = one.job().priority();
      Instant since =
          begun.add(priority) ? lane.passedOverSince(priority, one.since()) : now;
      turns.add(new InTurn(one.job(), settings.turn(priority, since)));
    }
    return turns;
  }

  private static Map<LaneId, List<Waiting>> waiting(JdbcClient.StatementSpec select) {
    Map<LaneId, List<Waiting>> byLane = new HashMap<>();
    select.query(
        row -> {
          SendJob job = SendJobs.job(row, 0);
          byLane
              .computeIfAbsent(job.laneId(), lane -> new ArrayList<>())
              .add(new Waiting(job, Columns.instant(row, "since")));
        });
    return byLane;
  }

  /** When each lane is to be looked at again. The caller holds the lanes' locks. */
  Map<LaneId, NextDue> nextDue(Collection<DueLane> lanes, int places, Instant now) {
    Map<LaneId, NextDue> due = new HashMap<>();
    if (lanes.isEmpty()) {
      return due;
    }
    Map<LaneId, Integer> taken = inFlight(lanes.stream().map(DueLane::id).toList());
    Map<LaneId, DueLane> withPlaces = new HashMap<>();
    for (DueLane lane : lanes) {
      if (taken.getOrDefault(lane.id(), 0) < places) {
        withPlaces.put(lane.id(), lane);
      } else {
        due.put(lane.id(), NextDue.FULL);
      }
    }
    if (withPlaces.isEmpty()) {
      return due;
    }
    heads(withPlaces.values(), 1, now)
        .forEach(
            (lane, first) ->
                due.put(lane, dueNow(withPlaces.get(lane), first.getFirst(), now)));
    List<LaneId> idle = withPlaces.keySet().stream().filter(lane -> !due.containsKey(lane)).toList();
    if (!idle.isEmpty()) {
      addLater(due, idle, now);
    }
    return due;
  }

  private NextDue dueNow(@Nullable DueLane lane, Waiting first, Instant now) {
    Priority priority = first.job().priority();
    Instant since = lane == null ? now : lane.passedOverSince(priority, first.since());
    return NextDue.at(now, settings.turn(priority, since));
  }

  /** Jobs that wait for a moment of their own. */
  private void addLater(Map<LaneId, NextDue> due, List<LaneId> lanes, Instant now) {
    jdbc.sql(
            """
            select l.tenant_id, l.account_id, j.not_before, j.priority
            from lane l join lateral (select j.not_before, j.priority\s"""
                + MAY_LEAVE
                + """
                order by j.not_before, j.priority
                limit 1) j
                where (l.tenant_id, l.account_id) in (:lanes)
                """)
        .param("lanes", ClaimedLanes.tuples(lanes))
        .param("now", now)
        .query(
            row -> {
              Instant notBefore = Columns.instantOrNull(row, "not_before");
              Instant at = notBefore == null ? now : notBefore;
              Priority priority = Priority.ofRank(row.getInt("priority"));
              due.put(DueLanes.id(row), NextDue.at(at, settings.turn(priority, at)));
            });
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
              taken.put(DueLanes.id(row), row.getInt("in_flight"));
            });
    return taken;
  }
}
