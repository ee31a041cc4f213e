package io.qunfa.data.report;

import io.qunfa.data.protection.RecipientPolicies;
import io.qunfa.ids.CampaignId;
import io.qunfa.ids.CorpId;
import io.qunfa.ids.TenantId;
import io.qunfa.ledger.RecipientState;
import io.qunfa.paging.Page;
import io.qunfa.protection.Exemption;
import io.qunfa.protection.HoldReason;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** Tells of planned recipients that the corp's quiet hours hold them back, and until when. */
@Component
final class HeldNow {
  private final JdbcClient jdbc;
  private final RecipientPolicies policies;
  private final InstantSource time;

  HeldNow(JdbcClient jdbc, RecipientPolicies policies, InstantSource time) {
    this.jdbc = jdbc;
    this.policies = policies;
    this.time = time;
  }

  Page<RecipientLine> mark(TenantId tenant, CampaignId campaign, Page<RecipientLine> page) {
    boolean anyPlanned =
        page.items().stream().anyMatch(line -> line.state() == RecipientState.PLANNED);
    Optional<Instant> until = anyPlanned ? until(tenant, campaign) : Optional.empty();
    return until.isEmpty()
        ? page
        : new Page<>(
            page.items().stream()
                .map(
                    line ->
                        line.state() == RecipientState.PLANNED
                            ? line.held(HoldReason.QUIET_HOURS, until.get())
                            : line)
                .toList(),
            page.nextCursor());
  }

  private Optional<Instant> until(TenantId tenant, CampaignId campaign) {
    return jdbc.sql(
            """
            select corp_id, any_hour, uncapped from audience_snapshot
            where tenant_id = :tenant and campaign_id = :campaign
            """)
        .param("tenant", tenant.value())
        .param("campaign", campaign.value())
        .query(
            (row, number) ->
                policies
                    .of(tenant, new CorpId(row.getString(1)))
                    .heldUntil(time.instant(), new Exemption(row.getBoolean(2), row.getBoolean(3))))
        .optional()
        .flatMap(held -> held);
  }
}
