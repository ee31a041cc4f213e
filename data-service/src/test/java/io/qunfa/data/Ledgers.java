package io.qunfa.data;

import static org.assertj.core.api.Assertions.assertThat;

import io.qunfa.audience.AudienceRule;
import io.qunfa.audience.FreezeAudience;
import io.qunfa.audience.FrozenAudience;
import io.qunfa.audience.Sender;
import io.qunfa.ids.AccountId;
import io.qunfa.ids.CampaignId;
import io.qunfa.ids.CorpId;
import io.qunfa.ids.TenantId;
import io.qunfa.ledger.LedgerCounts;
import io.qunfa.ledger.RecipientState;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import org.springframework.boot.test.context.TestComponent;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Freezes audiences and looks into the ledger, past the service. */
@TestComponent
public final class Ledgers {
  static final AudienceRule EVERYONE = new AudienceRule(null, null, null, null, null);
  private static final AtomicLong CAMPAIGNS = new AtomicLong(9_000);

  private final Operator operator;
  private final JdbcClient jdbc;

  Ledgers(Operator operator, JdbcClient jdbc) {
    this.operator = operator;
    this.jdbc = jdbc;
  }

  static CampaignId aCampaign() {
    return new CampaignId(CAMPAIGNS.incrementAndGet());
  }

  /** Account n stands for member n. */
  static Sender sender(int n, long load, int maxPerJob) {
    return new Sender(new AccountId(n), Export.member(n), load, maxPerJob);
  }

  FrozenAudience freeze(
      TenantId tenant, CorpId corp, CampaignId campaign, AudienceRule rule, List<Sender> senders) {
    return operator.read(
        operator.internalPost(
            "/internal/v1/campaigns/" + campaign + ":freeze",
            new FreezeAudience(tenant, corp, rule, senders)),
        FrozenAudience.class);
  }

  LedgerCounts counts(TenantId tenant, CampaignId campaign) {
    return operator.read(
        operator.internalGet("/internal/v1/campaigns/" + campaign + "/ledger?tenantId=" + tenant),
        LedgerCounts.class);
  }

  Map<RecipientState, Long> rows(TenantId tenant, CampaignId campaign) {
    Map<RecipientState, Long> rows = new EnumMap<>(RecipientState.class);
    jdbc.sql(
            """
            select state, count(*) from recipient
            where tenant_id = :tenant and campaign_id = :campaign group by state
            """)
        .param("tenant", tenant.value())
        .param("campaign", campaign.value())
        .query(
            row -> {
              rows.put(RecipientState.valueOf(row.getString(1)), row.getLong(2));
            });
    return rows;
  }

  /** The job that a contact is in; 0 if it is excluded. */
  int jobOf(TenantId tenant, CampaignId campaign, int contact) {
    return jdbc.sql(
            """
            select job_no from recipient
            where tenant_id = :tenant and campaign_id = :campaign and external_userid = :id
            """)
        .param("tenant", tenant.value())
        .param("campaign", campaign.value())
        .param("id", Export.contact(contact))
        .query(Integer.class)
        .single();
  }

  RecipientState stateOf(TenantId tenant, CampaignId campaign, int contact) {
    return jdbc.sql(
            """
            select state from recipient
            where tenant_id = :tenant and campaign_id = :campaign and external_userid = :id
            """)
        .param("tenant", tenant.value())
        .param("campaign", campaign.value())
        .param("id", Export.contact(contact))
        .query((row, number) -> RecipientState.valueOf(row.getString(1)))
        .single();
  }

  long withCode(CampaignId campaign, int code) {
    return jdbc.sql("select count(*) from recipient where campaign_id = :campaign and code = :code")
        .param("campaign", campaign.value())
        .param("code", code)
        .query(Long.class)
        .single();
  }

  void requireBalanced(TenantId tenant, CampaignId campaign) {
    LedgerCounts counts = counts(tenant, campaign);
    assertThat(counts.remainder()).as("remainder of campaign " + campaign).isZero();
    assertThat(counts.states()).isEqualTo(rows(tenant, campaign));
  }
}
