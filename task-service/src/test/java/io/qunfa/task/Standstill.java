package io.qunfa.task;

import io.qunfa.ids.CampaignId;
import java.time.Instant;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Tells when letting the clock leap harms nothing. */
final class Standstill {
  private Standstill() {}

  /** Nothing of it is under way, and nothing leaves until the clock leaps. */
  static boolean of(CampaignId campaign, JdbcClient jdbc, Instant now) {
    return jdbc.sql(
            """
            select count(*) > 0 and count(*) = coalesce(sum(j.status = 'READY'
                and (l.rests_until > :now or l.next_due_at > :now) and p.job_no is null), 0)
            from send_job j
            join lane l on l.tenant_id = j.tenant_id and l.account_id = j.account_id
            left join job_split p on p.tenant_id = j.tenant_id and p.campaign_id = j.campaign_id
              and p.job_no = j.job_no
            where j.campaign_id = :campaign and j.status in ('READY', 'DISPATCHED', 'SENDING')
            """)
        .param("campaign", campaign.value())
        .param("now", now)
        .query(Boolean.class)
        .single();
  }
}
