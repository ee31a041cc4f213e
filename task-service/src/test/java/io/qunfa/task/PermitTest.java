package io.qunfa.task;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import io.qunfa.ids.AccountId;
import io.qunfa.ids.CampaignId;
import io.qunfa.ids.TenantId;
import io.qunfa.permit.ReservePermits.Decision;
import io.qunfa.permit.ReservePermits.Limit;
import io.qunfa.permit.SettlePermits.Settlement;
import io.qunfa.permit.SettlePermits.Verdict;
import io.qunfa.task.stepping.StepPlan;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.beans.factory.annotation.Qualifier;

/** Permits that nobody uses go back. */
class PermitTest extends TaskServiceTest {
  private static final Decision NOT_NOW =
      new Decision(0, null, null, Duration.ofSeconds(1), Limit.ACCOUNT_WINDOW);

  private final AccountId account = anAccountWithJobs(1);
  private final StepPlan returnLostAsks;

  PermitTest(@Autowired @Qualifier("returnLostAsksPlan") StepPlan returnLostAsks) {
    this.returnLostAsks = returnLostAsks;
  }

  @Test
  void aPermitWhoseJobIsCancelledWhileItIsAskedForGoesBack() {
    CampaignId campaign = aCampaignThatWaits();
    NEIGHBOURS.meanwhile.put(
        account,
        ask -> {
          post("/api/v1/campaigns/" + campaign + ":cancel", Map.of());
          awaitJob(campaign, 1, "CANCELLED");
        });

    theLimiterAgrees();

    awaitReturned(campaign);
    assertThat(commandsOf(campaign)).isEmpty();
  }

  @Test
  void aPermitWithWhichAnotherReplicaWasFasterStaysItsOwn() {
    CampaignId campaign = aCampaignThatWaits();
    NEIGHBOURS.meanwhile.put(
        account,
        ask ->
            jdbc.sql(
                    """
                    update send_job set status = 'DISPATCHED', epoch = 1, permit_id = :permit,
                      permit_expires_at = :until
                    where campaign_id = :campaign
                    """)
                .param("permit", "permit-" + ask.reference())
                .param("until", CLOCK.instant().plus(Duration.ofMinutes(5)))
                .param("campaign", campaign.value())
                .update());

    theLimiterAgrees();

    awaitJob(campaign, 1, "DISPATCHED");
    eventually().until(this::isGivenBack);
    assertThat(verdictsOn(campaign)).isZero();
    assertThat(NEIGHBOURS.settlements)
        .extracting(Settlement::permitId)
        .doesNotContain("permit-" + campaign + "-1-1");
  }

  @Test
  void aPermitWhoseAnswerWasLostAndWhoseJobIsCancelledMeanwhileGoesBack() {
    CampaignId campaign = aCampaignWhoseAskWasLost();
    post("/api/v1/campaigns/" + campaign + ":cancel", Map.of());
    awaitJob(campaign, 1, "CANCELLED");
    NEIGHBOURS.limiterAway = false;

    returnLostAsks.step().run();

    awaitReturned(campaign);
    assertThat(lostAsksOf(campaign)).isZero();
  }

  @Test
  void aPermitWhoseAnswerWasLostAndWhichIsUsedLaterStays() {
    CampaignId campaign = aCampaignWhoseAskWasLost();
    NEIGHBOURS.limiterAway = false;
    assertThat(nextCommandOf(campaign, 1).jobNo()).isEqualTo(1);
    post("/api/v1/campaigns/" + campaign + ":cancel", Map.of());

    returnLostAsks.step().run();

    assertThat(lostAsksOf(campaign)).isZero();
    assertThat(verdictsOn(campaign)).isZero();
  }

  @Test
  void aTenantThatIsRefusedKeepsNoOtherFromSettling() {
    TenantId refused = new TenantId(1_000_001);
    TenantId other = new TenantId(1_000_002);
    NEIGHBOURS.refusedSettlers.add(refused);
    verdicts(refused, 600);
    verdicts(other, 1);

    eventually()
        .untilAsserted(
            () ->
                assertThat(NEIGHBOURS.settlements)
                    .extracting(Settlement::permitId)
                    .contains(other + ".0"));
    NEIGHBOURS.refusedSettlers.clear();

    eventually()
        .until(
            () ->
                jdbc.sql("select count(*) from permit_verdict").query(Integer.class).single() == 0);
  }

  private CampaignId aCampaignWhoseAskWasLost() {
    NEIGHBOURS.limiterAway = true;
    CampaignId campaign = aLaunchedCampaign();
    eventually().until(() -> lostAsksOf(campaign) == 1);
    return campaign;
  }

  private int lostAsksOf(CampaignId campaign) {
    return jdbc.sql("select count(*) from lost_ask where campaign_id = ?")
        .param(campaign.value())
        .query(Integer.class)
        .single();
  }

  private CampaignId aCampaignThatWaits() {
    NEIGHBOURS.denied.put(account, NOT_NOW);
    CampaignId campaign = aLaunchedCampaign();
    eventually().until(this::isResting);
    return campaign;
  }

  private void theLimiterAgrees() {
    NEIGHBOURS.denied.clear();
    CLOCK.advance(Duration.ofSeconds(2));
  }

  private void verdicts(TenantId tenant, int count) {
    List<String> permits = IntStream.range(0, count).mapToObj(i -> tenant + "." + i).toList();
    permits.forEach(
        permit ->
            jdbc.sql(
                    """
                    insert into permit_verdict
                      (tenant_id, permit_id, verdict, push_back_ms, cause, corp_id)
                    values (?, ?, 'UNUSED', 0, 'OTHER', ?)
                    """)
                .params(tenant.value(), permit, corp.value())
                .update());
  }

  private static void awaitReturned(CampaignId campaign) {
    eventually()
        .untilAsserted(
            () ->
                assertThat(NEIGHBOURS.settlements)
                    .extracting(Settlement::permitId, Settlement::verdict)
                    .contains(tuple("permit-" + campaign + "-1-1", Verdict.UNUSED)));
  }

  private int verdictsOn(CampaignId campaign) {
    return jdbc.sql("select count(*) from permit_verdict where permit_id = ?")
        .param("permit-" + campaign + "-1-1")
        .query(Integer.class)
        .single();
  }

  private boolean isResting() {
    return lanes("rests_until is not null") == 1;
  }

  private boolean isGivenBack() {
    return lanes("rests_until is null and lease is null") == 1;
  }

  private int lanes(String condition) {
    return jdbc.sql("select count(*) from lane where account_id = ? and " + condition)
        .param(account.value())
        .query(Integer.class)
        .single();
  }
}
