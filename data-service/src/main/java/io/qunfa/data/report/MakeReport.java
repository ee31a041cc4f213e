package io.qunfa.data.report;

import io.qunfa.audience.ExclusionReason;
import io.qunfa.data.ledger.LedgerQueries;
import io.qunfa.data.report.CampaignReport.Balance;
import io.qunfa.data.report.CampaignReport.SenderShare;
import io.qunfa.ids.AccountId;
import io.qunfa.ids.CampaignId;
import io.qunfa.ids.TenantId;
import io.qunfa.ledger.LedgerCounts;
import io.qunfa.ledger.RecipientState;
import io.qunfa.problem.Problem;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.TransactionDefinition;
import org.springframework.transaction.support.TransactionTemplate;

/** Reads a campaign's report; the books and the rows in one snapshot. */
@Component
final class MakeReport {
  private final JdbcClient jdbc;
  private final LedgerQueries ledger;
  private final AskCampaign askCampaign;
  private final TransactionTemplate oneSnapshot;

  MakeReport(
      JdbcClient jdbc,
      LedgerQueries ledger,
      AskCampaign askCampaign,
      PlatformTransactionManager transactions) {
    this.jdbc = jdbc;
    this.ledger = ledger;
    this.askCampaign = askCampaign;
    this.oneSnapshot = new TransactionTemplate(transactions);
    oneSnapshot.setReadOnly(true);
    oneSnapshot.setIsolationLevel(TransactionDefinition.ISOLATION_REPEATABLE_READ);
  }

  CampaignReport make(TenantId tenant, CampaignId campaign) {
    CampaignOverview overview =
        askCampaign.ask(tenant, campaign).orElseThrow(() -> Problem.notFound("campaign", campaign));
    return oneSnapshot.execute(status -> report(tenant, campaign, overview));
  }

  private CampaignReport report(TenantId tenant, CampaignId campaign, CampaignOverview overview) {
    LedgerCounts kept =
        ledger.counts(tenant, campaign).orElseGet(() -> nothingFrozen(campaign, overview));
    Map<RecipientState, Long> counted = countRows(tenant, campaign);
    LedgerCounts real = new LedgerCounts(kept.targeted(), counted, kept.excluded());
    String name = overview.name();
    return new CampaignReport(
        campaign,
        name == null ? "" : name,
        overview.status(),
        kept.targeted(),
        counted,
        kept.excluded(),
        perSender(tenant, campaign),
        new Balance(
            real.targeted(),
            real.sum(),
            real.remainder(),
            real.remainder() == 0 && kept.states().equals(counted)));
  }

  /** A draft that task-service knows has an empty ledger; without its word there is nothing. */
  private static LedgerCounts nothingFrozen(CampaignId campaign, CampaignOverview overview) {
    if (overview.equals(CampaignOverview.UNKNOWN)) {
      throw Problem.notFound("ledger of campaign", campaign);
    }
    return new LedgerCounts(0, Map.of(), Map.<ExclusionReason, Long>of());
  }

  private Map<RecipientState, Long> countRows(TenantId tenant, CampaignId campaign) {
    Map<RecipientState, Long> counted = new EnumMap<>(RecipientState.class);
    jdbc.sql(
            """
            select state, count(*) from recipient
            where tenant_id = :tenant and campaign_id = :campaign group by state
            """)
        .param("tenant", tenant.value())
        .param("campaign", campaign.value())
        .query(
            row -> {
              counted.put(RecipientState.valueOf(row.getString(1)), row.getLong(2));
            });
    return counted;
  }

  private List<SenderShare> perSender(TenantId tenant, CampaignId campaign) {
    Map<AccountId, SenderShare> shares = new LinkedHashMap<>();
    jdbc.sql(
            """
            select j.account_id, j.member_userid, c.state, sum(c.n)
            from ledger_job j
              join recipient_count c
                on c.tenant_id = j.tenant_id and c.campaign_id = j.campaign_id
                  and c.job_no = j.job_no and c.n <> 0
            where j.tenant_id = :tenant and j.campaign_id = :campaign
            group by j.account_id, j.member_userid, c.state
            order by j.account_id
            """)
        .param("tenant", tenant.value())
        .param("campaign", campaign.value())
        .query(
            row -> {
              AccountId account = new AccountId(row.getLong(1));
              shares.merge(
                  account,
                  new SenderShare(
                      account,
                      row.getString(2),
                      row.getLong(4),
                      Map.of(RecipientState.valueOf(row.getString(3)), row.getLong(4))),
                  MakeReport::together);
            });
    return List.copyOf(shares.values());
  }

  private static SenderShare together(SenderShare one, SenderShare other) {
    Map<RecipientState, Long> states = new EnumMap<>(RecipientState.class);
    states.putAll(one.states());
    other.states().forEach((state, n) -> states.merge(state, n, Long::sum));
    return new SenderShare(
        one.accountId(), one.memberUserid(), one.targeted() + other.targeted(), states);
  }
}
