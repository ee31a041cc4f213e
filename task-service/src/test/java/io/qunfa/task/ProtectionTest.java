package io.qunfa.task;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.qunfa.audience.ExclusionReason;
import io.qunfa.audience.FrozenAudience;
import io.qunfa.audience.FrozenAudience.PlannedJob;
import io.qunfa.identity.Claims;
import io.qunfa.ids.AccountId;
import io.qunfa.ids.CampaignId;
import io.qunfa.ids.CorpId;
import io.qunfa.job.BeginJob.Verdict;
import io.qunfa.ledger.LedgerCounts;
import io.qunfa.ledger.RecipientState;
import io.qunfa.permit.ReservePermits.Decision;
import io.qunfa.permit.ReservePermits.Limit;
import io.qunfa.protection.Exemption;
import io.qunfa.protection.HoldReason;
import io.qunfa.protection.ProtectJobs;
import io.qunfa.protection.ProtectJobs.Ask;
import io.qunfa.protection.ProtectJobs.Hold;
import io.qunfa.wire.SendCommand;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.springframework.http.HttpMethod;
import org.springframework.http.HttpStatus;
import org.springframework.http.HttpStatusCode;

class ProtectionTest extends TaskServiceTest {
  private static final String EXEMPT = Claims.OPERATOR + " " + Claims.URGENT_EXEMPT;
  private static final Decision NOT_NOW =
      new Decision(0, null, null, Duration.ofMinutes(10), Limit.DAILY_QUOTA);

  @AfterEach
  void nobodyIsProtected() {
    NEIGHBOURS.protections.clear();
  }

  @Test
  void aHeldJobSaysWhyAndUntilWhenAndGoesThen() {
    accountsWithOneJobEach(1, 10);
    CampaignId campaign = aDraft();
    Instant morning = CLOCK.instant().plus(Duration.ofHours(8));
    NEIGHBOURS.protections.put(campaign, quietUntil(morning));
    launch(campaign);

    awaitHeld(campaign, "QUIET_HOURS");
    assertThat(commandsOf(campaign)).isEmpty();
    assertThat(permitsAskedFor(campaign)).isEmpty();
    assertThat(get("/api/v1/campaigns/" + campaign).path("waitingFor").asText())
        .contains("10 recipients are held back until " + morning, "QUIET_HOURS", "Quiet hours.");
    JsonNode held = get("/api/v1/campaigns/" + campaign + "/progress").path("held").get(0);
    assertThat(held.path("reason").asText()).isEqualTo("QUIET_HOURS");
    assertThat(held.path("recipients").asInt()).isEqualTo(10);
    assertThat(Instant.parse(held.path("until").asText())).isEqualTo(morning);
    CLOCK.advance(Duration.ofHours(7));
    assertThat(asksFor(campaign)).as("one look, one update, for the whole night").hasSize(1);

    NEIGHBOURS.protections.clear();
    CLOCK.advance(Duration.ofHours(1));

    assertThat(begin(nextCommandOf(campaign, 1))).isEqualTo(Verdict.GO);
    assertThat(get("/api/v1/campaigns/" + campaign + "/progress").path("held")).isEmpty();
  }

  @Test
  void aHoldThatIsOverByOurClockIsAskedAboutOnceASecondAtMost() {
    accountsWithOneJobEach(1, 10);
    CampaignId campaign = aDraft();
    NEIGHBOURS.protections.put(campaign, quietUntil(CLOCK.instant().minusSeconds(60)));

    launch(campaign);

    awaitHeld(campaign, "QUIET_HOURS");
    assertThat(
            jdbc.sql(
                    """
                    select timestampdiff(microsecond, changed_at, not_before) from send_job
                    where campaign_id = ?
                    """)
                .param(campaign.value())
                .query(Long.class)
                .single())
        .isBetween(900_000L, 1_000_000L);
  }

  @Test
  void whatIsHeldBlocksNothingElseOfItsAccount() {
    accountsWithOneJobEach(1, 10);
    CampaignId held = aDraft();
    NEIGHBOURS.protections.put(held, quietUntil(CLOCK.instant().plus(Duration.ofHours(8))));
    launch(held);
    awaitHeld(held, "QUIET_HOURS");

    CampaignId free = aLaunchedCampaign();

    assertThat(nextCommandOf(free, 1).recipients()).isEqualTo(10);
    assertThat(commandsOf(held)).isEmpty();
  }

  @Test
  void thePermitIsForWhoIsLeft() {
    accountsWithOneJobEach(1, 10);
    CampaignId campaign = aDraft();
    NEIGHBOURS.protections.put(campaign, ask -> ProtectJobs.Verdict.clear(7));
    launch(campaign);

    SendCommand command = nextCommandOf(campaign, 1);

    assertThat(command.recipients()).isEqualTo(7);
    assertThat(permitsAskedFor(campaign)).containsOnly(7);
    assertThat(recipientsOfJob(campaign)).isEqualTo(7);
  }

  @Test
  void aJobThatNobodyIsLeftOfIsClosedAtOnce() {
    accountsWithOneJobEach(1, 10);
    CampaignId campaign = aDraft();
    NEIGHBOURS.protections.put(campaign, ask -> ProtectJobs.Verdict.clear(0));
    NEIGHBOURS.ledgers.put(
        campaign.value(),
        new LedgerCounts(
            10, Map.of(RecipientState.EXCLUDED, 10L), Map.of(ExclusionReason.SUPPRESSED, 10L)));
    launch(campaign);

    awaitStatus(campaign, "FINISHED");

    assertThat(jobStatus(campaign, 1)).isEqualTo("CANCELLED");
    assertThat(permitsAskedFor(campaign)).isEmpty();
    assertThat(commandsOf(campaign)).isEmpty();
  }

  @Test
  void aRoundThatEndsBetweenTheLookAndTheDispatchLosesNothing() {
    List<AccountId> accounts = accountsWithOneJobEach(1, 10);
    CampaignId campaign = aDraft();
    NEIGHBOURS.protections.put(campaign, ask -> ProtectJobs.Verdict.clear(7));
    NEIGHBOURS.denied.put(accounts.getFirst(), NOT_NOW);
    launch(campaign);
    eventually().until(() -> !permitsAskedFor(campaign).isEmpty());
    assertThat(jobStatus(campaign, 1)).isEqualTo("READY");
    NEIGHBOURS.protections.put(campaign, ask -> ProtectJobs.Verdict.clear(6));

    NEIGHBOURS.denied.clear();
    CLOCK.advance(Duration.ofMinutes(11));

    assertThat(nextCommandOf(campaign, 1).recipients()).isEqualTo(6);
  }

  @Test
  void withoutDataServiceNothingLeavesAndThenItGoesOnByItself() {
    List<AccountId> accounts = accountsWithOneJobEach(1, 10);
    NEIGHBOURS.denied.put(accounts.getFirst(), NOT_NOW);
    CampaignId campaign = aLaunchedCampaign();
    eventually().until(() -> !permitsAskedFor(campaign).isEmpty());
    NEIGHBOURS.dataServiceAway = true;
    NEIGHBOURS.denied.clear();
    CLOCK.advance(Duration.ofMinutes(11));

    awaitHeld(campaign, "PROTECTION_UNAVAILABLE");
    assertThat(commandsOf(campaign)).isEmpty();
    NEIGHBOURS.dataServiceAway = false;

    assertThat(commandsOf(campaign, 1)).hasSize(1);
  }

  @Test
  void aNewPolicyReleasesWhatTheOldOneHeld() {
    accountsWithOneJobEach(1, 10);
    CampaignId campaign = aDraft();
    NEIGHBOURS.protections.put(campaign, quietUntil(CLOCK.instant().plus(Duration.ofHours(8))));
    launch(campaign);
    awaitHeld(campaign, "QUIET_HOURS");
    NEIGHBOURS.protections.clear();

    assertThat(
            exchange(
                    HttpMethod.POST,
                    "/internal/v1/corps/" + corp + "/held-jobs:release?tenantId=" + TENANT,
                    null,
                    null)
                .getStatusCode())
        .isEqualTo(HttpStatus.NO_CONTENT);

    assertThat(commandsOf(campaign, 1)).hasSize(1);
  }

  @Test
  void aHeldCampaignCanBeCancelled() {
    accountsWithOneJobEach(1, 10);
    CampaignId campaign = aDraft();
    NEIGHBOURS.protections.put(campaign, quietUntil(CLOCK.instant().plus(Duration.ofHours(8))));
    launch(campaign);
    awaitHeld(campaign, "QUIET_HOURS");

    post("/api/v1/campaigns/" + campaign + ":cancel", Map.of());

    awaitJob(campaign, 1, "CANCELLED");
  }

  @Test
  void departuresNeedAPermissionAndUrgency() {
    accountsWithOneJobEach(1, 10);
    Map<String, Object> urgent = aCampaign();
    urgent.put("priority", "urgent");
    urgent.put("policy", Map.of("ignoreQuietHours", true));
    Map<String, Object> normal = aCampaign();
    normal.put("policy", Map.of("ignoreQuietHours", true));
    Map<String, Object> uncapped = new LinkedHashMap<>(urgent);
    uncapped.put("policy", Map.of("ignoreFrequencyCap", true));

    assertThat(created(Claims.OPERATOR, urgent)).isEqualTo(HttpStatus.FORBIDDEN);
    assertThat(created(EXEMPT, normal)).isEqualTo(HttpStatus.UNPROCESSABLE_ENTITY);
    assertThat(created(EXEMPT, uncapped)).isEqualTo(HttpStatus.UNPROCESSABLE_ENTITY);

    CampaignId draft =
        CampaignId.of(
            bodyOf(exchangeAs(EXEMPT, HttpMethod.POST, "/api/v1/campaigns", urgent, null))
                .get("campaignId")
                .asText());
    String launch = "/api/v1/campaigns/" + draft + ":launch";
    assertThat(exchangeAs(Claims.OPERATOR, HttpMethod.POST, launch, null, null).getStatusCode())
        .as("whoever launches needs it too")
        .isEqualTo(HttpStatus.FORBIDDEN);
    assertThat(exchangeAs(EXEMPT, HttpMethod.POST, launch, null, null).getStatusCode())
        .isEqualTo(HttpStatus.OK);
    nextCommandOf(draft, 1);
    assertThat(exemptionOf(corp)).isEqualTo(new Exemption(true, false));
  }

  @Test
  void anUrgentTaskMayExceedTheCapWithThePermissionOnly() {
    AccountId account = accountsWithOneJobEach(1, 1).getFirst();
    NEIGHBOURS.taskAudiences.put(
        corp,
        task ->
            new FrozenAudience(
                1, Map.of(), 1, List.of(new PlannedJob(1, account, "member-" + account, 1))));
    Map<String, Object> task = new LinkedHashMap<>();
    task.put("corpId", corp.value());
    task.put("channel", "api");
    task.put("externalUserIds", List.of("wm1"));
    task.put("content", Map.of("text", "您的验证码"));
    task.put("priority", "urgent");
    task.put("policy", Map.of("ignoreFrequencyCap", true));

    assertThat(
            exchangeAs(Claims.OPERATOR, HttpMethod.POST, "/api/v1/tasks", task, null)
                .getStatusCode())
        .isEqualTo(HttpStatus.FORBIDDEN);
    CampaignId accepted =
        CampaignId.of(
            bodyOf(exchangeAs(EXEMPT, HttpMethod.POST, "/api/v1/tasks", task, null))
                .get("taskId")
                .asText());

    nextCommandOf(accepted, 1);
    assertThat(exemptionOf(corp)).isEqualTo(new Exemption(false, true));
  }

  @Test
  void aHeldTaskSaysWhyAndUntilWhen() {
    AccountId account = accountsWithOneJobEach(1, 1).getFirst();
    NEIGHBOURS.taskAudiences.put(
        corp,
        task -> {
          NEIGHBOURS.protections.put(
              task.taskId(), quietUntil(CLOCK.instant().plus(Duration.ofHours(8))));
          return new FrozenAudience(
              1, Map.of(), 1, List.of(new PlannedJob(1, account, "member-" + account, 1)));
        });

    CampaignId task =
        CampaignId.of(
            post(
                    "/api/v1/tasks",
                    Map.of(
                        "corpId",
                        corp.value(),
                        "channel",
                        "api",
                        "externalUserIds",
                        List.of("wm1"),
                        "content",
                        Map.of("text", "您的订单已发货")))
                .get("taskId")
                .asText());

    eventually()
        .until(
            () -> get("/api/v1/tasks/" + task).at("/jobs/0/heldBy").asText().equals("QUIET_HOURS"));
    JsonNode job = get("/api/v1/tasks/" + task).at("/jobs/0");
    assertThat(Instant.parse(job.path("notBefore").asText())).isAfter(CLOCK.instant());
    assertThat(job.path("evidence").asText()).isEqualTo("Quiet hours.");
    assertThat(commandsOf(task)).isEmpty();
  }

  private HttpStatusCode created(String scope, Map<String, Object> campaign) {
    return exchangeAs(scope, HttpMethod.POST, "/api/v1/campaigns", campaign, null).getStatusCode();
  }

  private void launch(CampaignId campaign) {
    post("/api/v1/campaigns/" + campaign + ":launch", Map.of());
  }

  private static Function<Ask, ProtectJobs.Verdict> quietUntil(Instant until) {
    return ask ->
        new ProtectJobs.Verdict(
            ask.recipients(), new Hold(HoldReason.QUIET_HOURS, until, "Quiet hours."));
  }

  private void awaitHeld(CampaignId campaign, String reason) {
    eventually()
        .until(
            () ->
                jdbc.sql("select count(*) from send_job where campaign_id = ? and held_by = ?")
                        .params(campaign.value(), reason)
                        .query(Integer.class)
                        .single()
                    == 1);
  }

  private static Exemption exemptionOf(CorpId corp) {
    return NEIGHBOURS.exemptions.getOrDefault(corp, Exemption.NONE);
  }

  private static List<Ask> asksFor(CampaignId campaign) {
    return NEIGHBOURS.protectAsks.stream()
        .filter(ask -> ask.campaignId().equals(campaign))
        .toList();
  }

  private static List<Integer> permitsAskedFor(CampaignId campaign) {
    return NEIGHBOURS.asks.stream()
        .filter(ask -> ask.reference().startsWith(campaign + "-"))
        .map(ask -> ask.recipients())
        .toList();
  }

  private int recipientsOfJob(CampaignId campaign) {
    return jdbc.sql("select recipients from send_job where campaign_id = ?")
        .param(campaign.value())
        .query(Integer.class)
        .single();
  }
}
