package io.qunfa.data.ledger;

import io.qunfa.audience.ExclusionReason;
import io.qunfa.ids.CampaignId;
import io.qunfa.ids.TenantId;
import io.qunfa.job.JobRecipients;
import io.qunfa.ledger.LedgerCounts;
import io.qunfa.ledger.RecipientState;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** What the ledger says. */
@Component
public final class LedgerQueries {
  private final JdbcClient jdbc;

  LedgerQueries(JdbcClient jdbc) {
    this.jdbc = jdbc;
  }

  /**
   * The recipients of a dispatch are about to be read: from now on nobody is excluded by an ask
   * that is older. Waits for one that is at it. To be committed before they are read.
   */
  void leaves(TenantId tenant, CampaignId campaign, int jobNo, int epoch) {
    if (epoch == 0) {
      return;
    }
    jdbc.sql(
            """
            update ledger_job set dispatch_seen = :epoch
            where tenant_id = :tenant and campaign_id = :campaign and job_no = :job
              and dispatch_seen < :epoch
            """)
        .param("epoch", epoch)
        .param("tenant", tenant.value())
        .param("campaign", campaign.value())
        .param("job", jobNo)
        .update();
  }

  JobRecipients recipients(TenantId tenant, CampaignId campaign, int jobNo, RecipientState state) {
    List<String> ids =
        jdbc.sql(
                """
                select external_userid from recipient
                where tenant_id = :tenant and campaign_id = :campaign and job_no = :job
                  and state = :state
                order by external_userid
                """)
            .param("tenant", tenant.value())
            .param("campaign", campaign.value())
            .param("job", jobNo)
            .param("state", state.name())
            .query((row, number) -> row.getString(1))
            .list();
    return new JobRecipients(ids);
  }

  /**
   * From the counts that are kept with every change, in one statement and so in one snapshot.
   *
   * @return empty if nothing was frozen for this campaign
   */
  public Optional<LedgerCounts> counts(TenantId tenant, CampaignId campaign) {
    long[] targeted = {-1};
    Map<RecipientState, Long> states = new EnumMap<>(RecipientState.class);
    Map<ExclusionReason, Long> excluded = new EnumMap<>(ExclusionReason.class);
    jdbc.sql(
            """
            select s.targeted, c.state, c.reason, sum(c.n)
            from audience_snapshot s
              left join recipient_count c
                on c.tenant_id = s.tenant_id and c.campaign_id = s.campaign_id and c.n <> 0
            where s.tenant_id = :tenant and s.campaign_id = :campaign
            group by s.targeted, c.state, c.reason
            """)
        .param("tenant", tenant.value())
        .param("campaign", campaign.value())
        .query(
            row -> {
              targeted[0] = row.getLong(1);
              if (row.getString(2) != null) {
                states.merge(RecipientState.valueOf(row.getString(2)), row.getLong(4), Long::sum);
                if (!row.getString(3).isEmpty()) {
                  excluded.put(ExclusionReason.valueOf(row.getString(3)), row.getLong(4));
                }
              }
            });
    return targeted[0] < 0
        ? Optional.empty()
        : Optional.of(new LedgerCounts(targeted[0], states, excluded));
  }
}
