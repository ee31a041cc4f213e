package io.qunfa.task.dispatch;

import io.qunfa.task.job.JobKey;
import io.qunfa.task.job.SendJob;
import io.qunfa.task.job.SendJobs;
import io.qunfa.task.lane.LaneId;
import io.qunfa.task.store.Columns;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/**
 * Which jobs of a lane may leave. All reads are without locks.
 *
 * <p>Jobs of a campaign that is paused, cancelled or expired stay, and so does one that is being
 * split. While it holds what was granted of it, others that could take that stay as well. Of one
 * campaign at most one job of an account is undecided at a time, an unresolved UNKNOWN included:
 * two calls with one sender and one content could not be told apart at WeCom afterwards. They leave
 * in the order of their numbers; only one that is too big for what is left lets the later ones by.
 */
@Repository
class WaitingJobs {
  /**
   * A job that must stay whole is asked for this much ahead of its time if its lane is looked at
   * anyway, and nothing of its campaign passes it any more: the first round of a new day has it,
   * though the limiter's word took a moment to come.
   */
  private static final Duration AHEAD = Duration.ofSeconds(1);

  /**
   * One subquery per state: with {@code status in (...)} MySQL could not enter by_lane, whose first
   * column it is.
   */
  private static final String NO_OTHER_IS_UNDECIDED =
      """
        not exists (select 1 from send_job s force index (by_lane)
          where s.status = 'DISPATCHED' and s.tenant_id = j.tenant_id
            and s.account_id = j.account_id and s.priority = j.priority
            and s.campaign_id = j.campaign_id and s.job_no <> j.job_no)
        and not exists (select 1 from send_job s force index (by_lane)
          where s.status = 'SENDING' and s.tenant_id = j.tenant_id
            and s.account_id = j.account_id and s.priority = j.priority
            and s.campaign_id = j.campaign_id and s.job_no <> j.job_no)
        and not exists (select 1 from send_job s force index (by_lane)
          join follow_up f on f.tenant_id = s.tenant_id and f.campaign_id = s.campaign_id
            and f.job_no = s.job_no
          where s.status = 'UNKNOWN' and s.tenant_id = j.tenant_id
            and s.account_id = j.account_id and s.priority = j.priority
            and s.campaign_id = j.campaign_id and s.job_no <> j.job_no)
      """;

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
        and (j.recipients = 1 or j.ever_unknown or not exists (select 1 from job_split p
          where p.tenant_id = j.tenant_id and p.account_id = j.account_id
            and p.permit_id is not null))
        and\s"""
          + NO_OTHER_IS_UNDECIDED
          + """
        and not exists (select 1 from send_job s force index (by_lane)
          where s.status = 'READY' and s.tenant_id = j.tenant_id
            and s.account_id = j.account_id and s.priority = j.priority
            and s.campaign_id = j.campaign_id and s.job_no < j.job_no
            -- Unless a limit said that it is too big: a deferral, or the time in which a call that
            -- was thought lost may still turn up, holds back the later ones too.
            and not (s.ever_unknown and s.limited_until is not null and s.not_before > :soon))
      """;

  /**
   * Jobs that are held until a moment of their own are read and left out one by one: no index has
   * that moment, since every dispatch would change it.
   */
  private static final String MAY_LEAVE_NOW =
      """
        and (j.not_before is null or j.not_before <= :now)
      """;

  /**
   * Lets a read of a long lane stop at its first jobs. All of by_lane's columns are named: within a
   * lateral table MySQL does not see that the first three are the same for all, and sorts.
   */
  private static final String IN_ORDER_OF_LANE =
      """
        order by j.status, j.tenant_id, j.account_id, j.priority, j.campaign_id, j.job_no
      """;

  private static final String WITH_SINCE =
      "select "
          + SendJobs.COLUMNS
          + ", greatest(j.created_at, coalesce(j.not_before, j.created_at)) as since ";

  private final JdbcClient jdbc;

  WaitingJobs(JdbcClient jdbc) {
    this.jdbc = jdbc;
  }

  /**
   * @param since when it came, or its deferral ended
   */
  record Waiting(SendJob job, Instant since) {}

  /** The first so many of each lane that may leave now, by priority, then age. */
  Map<LaneId, List<Waiting>> heads(Collection<LaneId> lanes, int each, Instant now) {
    return waiting(
        jdbc.sql(
                "select j.* from lane l join lateral ("
                    + WITH_SINCE
                    + MAY_LEAVE
                    + MAY_LEAVE_NOW
                    + IN_ORDER_OF_LANE
                    + """
                      limit :each) j
                    where (l.tenant_id, l.account_id) in (:lanes)
                    order by j.priority, j.campaign_id, j.job_no
                    """)
            .param("each", each),
        lanes,
        now);
  }

  /** Those of each lane that must stay whole and may leave now; few, mostly none. */
  Map<LaneId, List<Waiting>> wholes(Collection<LaneId> lanes, Instant now) {
    return waiting(
        jdbc.sql(
            "select j.* from lane l"
                + " join whole_job w on w.tenant_id = l.tenant_id"
                + " and w.account_id = l.account_id join lateral ("
                + WITH_SINCE
                + MAY_LEAVE
                + """
                        and j.priority = w.priority and j.campaign_id = w.campaign_id
                        and j.job_no = w.job_no
                        and (j.not_before is null
                          or j.not_before <= if(j.limited_until is null, :now, :soon))) j
                    where (l.tenant_id, l.account_id) in (:lanes)
                    order by j.priority, j.campaign_id, j.job_no
                    """),
        lanes,
        now);
  }

  /**
   * Whether one of these jobs, which have just been dispatched in this transaction, meets another
   * one of its campaign and account that is undecided.
   */
  boolean anyMeetsAnother(Collection<JobKey> dispatched) {
    return !jdbc.sql(
            """
            select 1 from send_job j force index (primary)
            where (j.tenant_id, j.campaign_id, j.job_no) in (:jobs) and not (
            """
                + NO_OTHER_IS_UNDECIDED
                + ") limit 1")
        .param("jobs", dispatched.stream().map(WaitingJobs::tuple).toList())
        .query(Integer.class)
        .list()
        .isEmpty();
  }

  private static Object[] tuple(JobKey job) {
    return new Object[] {
      job.tenantId().value(), job.jobId().campaignId().value(), job.jobId().jobNo()
    };
  }

  /** The first of each class but the most urgent that may leave now, by priority. */
  Map<LaneId, List<Waiting>> firstOfClasses(Collection<LaneId> lanes, Instant now) {
    return waiting(
        jdbc.sql(
            "select j.* from lane l join (select 1 as priority union all select 2"
                + " union all select 3) class join lateral ("
                + WITH_SINCE
                + MAY_LEAVE
                + MAY_LEAVE_NOW
                + " and j.priority = class.priority "
                + IN_ORDER_OF_LANE
                + """
                      limit 1) j
                    where (l.tenant_id, l.account_id) in (:lanes)
                    order by j.priority
                    """),
        lanes,
        now);
  }

  /** The first of each lane that waits for a moment of its own: {@code since} is that moment. */
  Map<LaneId, List<Waiting>> later(Collection<LaneId> lanes, Instant now) {
    return waiting(
        jdbc.sql(
            "select j.* from lane l join lateral ("
                + WITH_SINCE
                + MAY_LEAVE
                + """
                      order by j.not_before, j.priority
                      limit 1) j
                    where (l.tenant_id, l.account_id) in (:lanes)
                    """),
        lanes,
        now);
  }

  private static Map<LaneId, List<Waiting>> waiting(
      JdbcClient.StatementSpec select, Collection<LaneId> lanes, Instant now) {
    Map<LaneId, List<Waiting>> byLane = new HashMap<>();
    select
        .param("lanes", ClaimedLanes.tuples(lanes))
        .param("now", now)
        .param("soon", now.plus(AHEAD))
        .query(
            row -> {
              SendJob job = SendJobs.job(row, 0);
              byLane
                  .computeIfAbsent(job.laneId(), lane -> new ArrayList<>())
                  .add(new Waiting(job, Columns.instant(row, "since")));
            });
    return byLane;
  }

  /** Jobs on their way or in a call, by lane; lanes without any may be missing. */
  Map<LaneId, Integer> inFlight(Collection<LaneId> lanes) {
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
