package io.qunfa.task.ending;

import io.qunfa.ids.CampaignId;
import io.qunfa.ids.TenantId;
import io.qunfa.ledger.RecipientState;
import io.qunfa.task.store.Columns;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/** Unfinished campaigns whose jobs are to come home, or have all come home. */
@Repository
class EndingCampaigns {
  private final JdbcClient jdbc;

  EndingCampaigns(JdbcClient jdbc) {
    this.jdbc = jdbc;
  }

  /**
   * @param remaining what is not sent or not confirmed becomes this
   */
  record Ending(TenantId tenantId, CampaignId campaignId, RecipientState remaining) {}

  /** Cancelled or expired after they were planned. */
  List<Ending> toWithdraw(Instant now) {
    return jdbc.sql(
            """
            select tenant_id, campaign_id, status from campaign
            where unfinished and planned_at is not null
              and (status = 'CANCELLED' or expire_at <= :now)
            order by campaign_id
            """)
        .param("now", now)
        .query(
            (row, number) ->
                new Ending(
                    new TenantId(row.getLong("tenant_id")),
                    new CampaignId(row.getLong("campaign_id")),
                    row.getString("status").equals("CANCELLED")
                        ? RecipientState.CANCELLED
                        : RecipientState.EXPIRED))
        .list();
  }

  /**
   * @param since when the last job changed; null if there never was one
   */
  record Done(TenantId tenantId, CampaignId campaignId, @Nullable Instant since) {}

  /**
   * All of their jobs are closed, and none is being split. Read without locks: a closed job stays
   * closed and is not split.
   */
  List<Done> done() {
    return jdbc.sql(
            """
            select c.tenant_id, c.campaign_id,
              (select max(j.changed_at) from send_job j
                where j.tenant_id = c.tenant_id and j.campaign_id = c.campaign_id) as since
            from campaign c
            where c.unfinished and c.planned_at is not null
              and c.status in ('RUNNING', 'PAUSED', 'CANCELLED')
              and not exists (select 1 from send_job j
                where j.tenant_id = c.tenant_id and j.campaign_id = c.campaign_id
                  and not j.closed)
              and not exists (select 1 from job_split p
                where p.tenant_id = c.tenant_id and p.campaign_id = c.campaign_id)
            """)
        .query(
            (row, number) ->
                new Done(
                    new TenantId(row.getLong("tenant_id")),
                    new CampaignId(row.getLong("campaign_id")),
                    Columns.instantOrNull(row, "since")))
        .list();
  }

  /** A cancelled campaign stays cancelled, every other one is finished. */
  void finish(Done done, Instant now) {
    jdbc.sql(
            """
            update campaign set
              unfinished = false,
              version = version + 1,
              ended_at = coalesce(ended_at, :now),
              waiting_for = null,
              status_reason = if(status <> 'CANCELLED' and status_reason is null
                and expire_at <= :now,
                'It expired; what was not sent or confirmed by then has expired with it.',
                status_reason),
              status = if(status = 'CANCELLED', status, 'FINISHED')
            where tenant_id = :tenant and campaign_id = :id and unfinished
              and status in ('RUNNING', 'PAUSED', 'CANCELLED')
            """)
        .param("tenant", done.tenantId().value())
        .param("id", done.campaignId().value())
        .param("now", now)
        .update();
  }
}
