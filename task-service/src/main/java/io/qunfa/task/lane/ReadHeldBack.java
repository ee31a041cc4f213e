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
   * lane, behind which it waits; then come its corp's and its lane's.
   */
  public List<HeldBack> of(TenantId tenant, CampaignId campaignOrTask) {
    Instant now = clock.instant();
    return jdbc.sql(
            """
            select w.held_by, min(w.until) as until, min(w.why) as why,
              count(distinct w.account_id) as accounts, count(*) as jobs,
              sum(w.recipients) as recipients
            from (
              select j.account_id, j.recipients,
                case when j.not_before > :now then coalesce(j.held_by, 'DEFERRED')
                  when f.not_before > :now then coalesce(f.held_by, 'DEFERRED')
                  else coalesce(r.limited_by, l.limited_by) end as held_by,
                case when j.not_before > :now then coalesce(j.limited_until, j.not_before)
                  when f.not_before > :now then coalesce(f.limited_until, f.not_before)
                  else coalesce(r.limited_until, l.limited_until) end as until,
                case when j.not_before > :now then j.evidence
                  when f.not_before > :now then f.evidence
                  when r.limited_until is not null then r.limited_why
                  else l.limited_why end as why
              from send_job j
              join lane l on l.tenant_id = j.tenant_id and l.account_id = j.account_id
              left join lateral (select * from joint_rest s
                where s.tenant_id = l.tenant_id and s.corp_id in ('', l.corp_id)
                  and s.limited_until > :now
                order by s.limited_until desc limit 1) r on true
              left join lateral (select s.held_by, s.not_before, s.limited_until, s.evidence
                from send_job s force index (by_lane)
                where s.status = 'READY' and s.tenant_id = j.tenant_id
                  and s.account_id = j.account_id and s.priority = j.priority
                  and s.campaign_id = j.campaign_id
                order by s.job_no limit 1) f on true
              where j.tenant_id = :tenant and j.campaign_id = :campaign and j.status = 'READY'
                and (j.not_before > :now or f.not_before > :now or r.limited_until is not null
                  or l.limited_until > :now)
            ) w
            group by w.held_by
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
