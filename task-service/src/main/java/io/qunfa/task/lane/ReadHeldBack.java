package io.qunfa.task.lane;

import io.qunfa.ids.CampaignId;
import io.qunfa.ids.TenantId;
import io.qunfa.task.store.Columns;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** Says what waiting jobs wait for, and until when. Jobs that may leave at once are not told of. */
@Component
public class ReadHeldBack {
  private final JdbcClient jdbc;
  private final Clock clock;

  ReadHeldBack(JdbcClient jdbc, Clock clock) {
    this.jdbc = jdbc;
    this.clock = clock;
  }

  /**
   * The most recipients first. A job's own word goes before that of the campaign's first in its
   * lane, behind which it waits; then come its corp's and its lane's. Reads the campaign's jobs
   * once, and lane and corp once per account.
   */
  public List<HeldBack> of(TenantId tenant, CampaignId campaignOrTask) {
    Instant now = clock.instant();
    return jdbc.sql(
            """
            with waiting as (
              select account_id, recipients, not_before, held_by, limited_until, evidence,
                first_value(not_before) over in_lane as first_not_before,
                first_value(held_by) over in_lane as first_held_by,
                first_value(limited_until) over in_lane as first_limited_until,
                first_value(evidence) over in_lane as first_evidence
              from send_job
              where tenant_id = :tenant and campaign_id = :campaign and status = 'READY'
              -- One that is too big and lets the later ones by comes last.
              window in_lane as (partition by account_id order by
                ever_unknown and limited_until is not null and not_before > :now, job_no)),
            job as (
              select account_id, recipients,
                case when not_before > :now then coalesce(held_by, 'DEFERRED')
                  when first_not_before > :now then coalesce(first_held_by, 'DEFERRED')
                  end as held_by,
                case when not_before > :now then coalesce(limited_until, not_before)
                  when first_not_before > :now
                    then coalesce(first_limited_until, first_not_before) end as until,
                case when not_before > :now then evidence
                  when first_not_before > :now then first_evidence end as why
              from waiting),
            account as (
              select account_id, held_by, min(until) as until, min(why) as why,
                count(*) as jobs, sum(recipients) as recipients
              from job
              group by account_id, held_by),
            held as (
              select a.account_id, a.jobs, a.recipients,
                coalesce(a.held_by, r.limited_by, l.limited_by) as held_by,
                coalesce(a.until, r.limited_until, l.limited_until) as until,
                case when a.held_by is not null then a.why
                  when r.limited_until is not null then r.limited_why
                  else l.limited_why end as why
              from account a
              join lane l on l.tenant_id = :tenant and l.account_id = a.account_id
              left join lateral (select * from joint_rest s
                where s.tenant_id = l.tenant_id and s.corp_id in ('', l.corp_id)
                  and s.limited_until > :now
                order by s.limited_until desc limit 1) r on true
              where a.held_by is not null or r.limited_until is not null
                or l.limited_until > :now)
            select held_by, min(until) as until, min(why) as why,
              count(distinct account_id) as accounts, sum(jobs) as jobs,
              sum(recipients) as recipients
            from held
            group by held_by
            order by recipients desc
            """)
        .param("now", now)
        .param("tenant", tenant.value())
        .param("campaign", campaignOrTask.value())
        .query(
            (row, number) ->
                new HeldBack(
                    String.valueOf(row.getString("held_by")),
                    row.getString("why"),
                    Columns.instant(row, "until"),
                    row.getInt("accounts"),
                    row.getInt("jobs"),
                    row.getLong("recipients")))
        .list();
  }
}
