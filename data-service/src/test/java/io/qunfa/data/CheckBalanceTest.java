package io.qunfa.data;

import static io.qunfa.data.Ledgers.EVERYONE;
import static io.qunfa.data.Ledgers.aCampaign;
import static io.qunfa.data.Ledgers.sender;
import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.MeterRegistry;
import io.qunfa.ids.CampaignId;
import io.qunfa.ids.CorpId;
import io.qunfa.ids.TenantId;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.scheduling.config.ScheduledTaskHolder;

/** The alarm rings when a row is missing, and is silent when it is back. */
@DataServiceTest
final class CheckBalanceTest {
  private static final TenantId TENANT = new TenantId(707);

  private final Operator operator;
  private final Ledgers ledgers;
  private final JdbcClient jdbc;
  private final MeterRegistry meters;
  private final ScheduledTaskHolder schedule;

  CheckBalanceTest(
      @Autowired Operator operator,
      @Autowired Ledgers ledgers,
      @Autowired JdbcClient jdbc,
      @Autowired MeterRegistry meters,
      @Autowired ScheduledTaskHolder schedule) {
    this.operator = operator;
    this.ledgers = ledgers;
    this.jdbc = jdbc;
    this.meters = meters;
    this.schedule = schedule;
  }

  @Test
  void aRecipientThatIsLostRaisesTheAlarm() {
    CorpId corp = new CorpId("wwBalance");
    new Export().contactsOf(1, 1, 5).importInto(operator, TENANT, corp);
    CampaignId campaign = aCampaign();
    ledgers.freeze(TENANT, corp, campaign, EVERYONE, List.of(sender(1, 0, 10)));
    double before = unbalanced();

    change("update recipient set campaign_id = campaign_id + 1000000", campaign.value());

    assertThat(unbalanced()).isEqualTo(before + 1);
    assertThat(operator.get(TENANT, "/api/v1/campaigns/" + campaign + "/report").body())
        .contains("\"remainder\":1,\"balanced\":false");

    change(
        "update recipient set campaign_id = campaign_id - 1000000", campaign.value() + 1_000_000);

    assertThat(unbalanced()).isEqualTo(before);
  }

  @Test
  void aCampaignIsCountedOnceMoreAfterItsEnd() {
    CorpId corp = new CorpId("wwBalanceEnd");
    new Export().contactsOf(1, 1, 5).importInto(operator, TENANT, corp);
    CampaignId campaign = aCampaign();
    ledgers.freeze(TENANT, corp, campaign, EVERYONE, List.of(sender(1, 0, 10)));
    double before = unbalanced();

    // As if every recipient had reached an end, and one counter had been forgotten.
    ends("recipient_count", campaign);
    assertThat(unbalanced()).isEqualTo(before + 1);
    ends("recipient", campaign);

    assertThat(unbalanced()).isEqualTo(before);
    assertThat(
            jdbc.sql("select balanced_at_end from audience_snapshot where campaign_id = :campaign")
                .param("campaign", campaign.value())
                .query(Boolean.class)
                .single())
        .isTrue();
  }

  private void ends(String table, CampaignId campaign) {
    jdbc.sql(
            "update "
                + table
                + " set state = 'SENT' where tenant_id = 707 and campaign_id = :campaign and state = 'PLANNED'")
        .param("campaign", campaign.value())
        .update();
  }

  private void change(String update, long campaign) {
    jdbc.sql(
            update + " where tenant_id = 707 and campaign_id = :campaign and external_userid = :id")
        .param("campaign", campaign)
        .param("id", Export.contact(3))
        .update();
  }

  private double unbalanced() {
    schedule.getScheduledTasks().stream()
        .filter(task -> task.toString().contains("CheckBalance"))
        .forEach(task -> task.getTask().getRunnable().run());
    return meters.get("mass.ledger.unbalanced.campaigns").gauge().value();
  }
}
