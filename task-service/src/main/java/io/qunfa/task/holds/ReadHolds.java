package io.qunfa.task.holds;

import io.qunfa.ids.CampaignId;
import io.qunfa.ids.TenantId;
import io.qunfa.protection.HoldReason;
import io.qunfa.task.store.Columns;
import java.time.Clock;
import java.util.List;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** Reads what of a campaign or task is held back. */
@Component
public class ReadHolds {
  private final JdbcClient jdbc;
  private final Clock clock;

  ReadHolds(JdbcClient jdbc, Clock clock) {
    this.jdbc = jdbc;
    this.clock = clock;
  }

  /** Of one account only the first waiting job is held; those behind it wait with it. */
  public List<HeldBack> of(TenantId tenant, CampaignId campaignOrTask) {
    return jdbc.sql(
            """
            select h.held_by, min(h.until) as until, min(h.why) as why, sum(j.recipients) as n
            from (
                select account_id, held_by, min(not_before) as until, min(evidence) as why
                from send_job
                where tenant_id = :tenant and campaign_id = :campaign and status = 'READY'
                  and held_by is not null and not_before > :now
                group by account_id, held_by) h
              join send_job j on j.tenant_id = :tenant and j.campaign_id = :campaign
                and j.status = 'READY' and j.account_id = h.account_id
            group by h.held_by
            order by n desc
            """)
        .param("tenant", tenant.value())
        .param("campaign", campaignOrTask.value())
        .param("now", clock.instant())
        .query(
            (row, number) ->
                new HeldBack(
                    HoldReason.valueOf(row.getString("held_by")),
                    row.getLong("n"),
                    Columns.instant(row, "until"),
                    String.valueOf(row.getString("why"))))
        .list();
  }
}
