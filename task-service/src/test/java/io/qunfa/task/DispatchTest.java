package io.qunfa.task;

import static org.assertj.core.api.Assertions.assertThat;

import io.qunfa.ids.AccountId;
import io.qunfa.ids.CampaignId;
import io.qunfa.job.BeginJob.Verdict;
import io.qunfa.permit.ReservePermits;
import io.qunfa.permit.ReservePermits.Decision;
import io.qunfa.permit.ReservePermits.Limit;
import io.qunfa.task.stepping.StepPlan;
import io.qunfa.wire.JobOutcome;
import io.qunfa.wire.SendCommand;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;

class DispatchTest extends TaskServiceTest {
  private final StepPlan wakeForgottenLanes;

  DispatchTest(@Autowired @Qualifier("wakeForgottenLanesPlan") StepPlan wakeForgottenLanes) {
    this.wakeForgottenLanes = wakeForgottenLanes;
  }

  private static final Decision NOT_NOW =
      new Decision(0, null, null, Duration.ofMinutes(10), Limit.DAILY_QUOTA);

  @Test
  void pausedCampaignDispatchesNothingAndResumeGoesOn() {
    List<AccountId> accounts = accountsWithOneJobEach(1, 10);
    NEIGHBOURS.denied.put(accounts.getFirst(), NOT_NOW);
    CampaignId campaign = aLaunchedCampaign();
    eventually().until(() -> !limitOf(accounts.getFirst()).isEmpty());
    post("/api/v1/campaigns/" + campaign + ":pause", Map.of());
    NEIGHBOURS.denied.clear();
    CLOCK.advance(Duration.ofMinutes(11));
    eventually().until(() -> isIdle(accounts.getFirst()));
    assertNeverDispatched(campaign, 1);
    assertThat(commandsOf(campaign)).isEmpty();

    post("/api/v1/campaigns/" + campaign + ":resume", Map.of());

    assertThat(commandsOf(campaign, 1)).hasSize(1);
  }

  @ParameterizedTest(name = "{0} seconds")
  @ValueSource(longs = {-60, 60})
  void aPermitLivesForAsLongAsTheLimiterSaidWhateverTheTimeIsHere(long off) {
    accountsWithOneJobEach(1, 10);
    NEIGHBOURS.permitLifetime = Duration.ofSeconds(20);
    NEIGHBOURS.whileDeciding = () -> CLOCK.advance(Duration.ofSeconds(5));
    CLOCK.advance(Duration.ofSeconds(off));
    try {
      Instant before = CLOCK.instant();

      SendCommand command = nextCommandOf(aLaunchedCampaign(), 1);

      assertThat(command.permitExpiresAt())
          .isBetween(before.plusSeconds(20), CLOCK.instant().plusSeconds(20 - 5));
      assertThat(begin(command)).isEqualTo(Verdict.GO);
    } finally {
      NEIGHBOURS.whileDeciding = () -> {};
      CLOCK.advance(Duration.ofSeconds(-off));
    }
  }

  @Test
  void aLaneThatWasForgottenIsWoken() {
    AccountId account = accountsWithOneJobEach(1, 10).getFirst();
    NEIGHBOURS.denied.put(account, NOT_NOW);
    CampaignId campaign = aLaunchedCampaign();
    eventually().until(() -> !limitOf(account).isEmpty());
    NEIGHBOURS.denied.clear();
    jdbc.sql("update lane set next_due_at = null, rests_until = null where account_id = ?")
        .param(account.value())
        .update();

    wakeForgottenLanes.step().run();

    assertThat(commandsOf(campaign, 1)).hasSize(1);
  }

  @Test
  void aDispatchedJobOfAPausedCampaignComesBackAndItsPermitToo() {
    accountsWithOneJobEach(1, 10);
    CampaignId campaign = aLaunchedCampaign();
    SendCommand first = nextCommandOf(campaign, 1);
    post("/api/v1/campaigns/" + campaign + ":pause", Map.of());

    assertThat(begin(first)).isEqualTo(Verdict.PAUSED);
    assertThat(jobStatus(campaign, 1)).isEqualTo("READY");
    eventually()
        .until(
            () ->
                NEIGHBOURS.settlements.stream()
                    .anyMatch(
                        settled ->
                            settled.permitId().equals("permit-" + campaign + "-1-1")
                                && settled.verdict().name().equals("UNUSED")));

    post("/api/v1/campaigns/" + campaign + ":resume", Map.of());

    assertThat(begin(nextCommandOf(campaign, 2))).isEqualTo(Verdict.GO);
  }

  @Test
  void limitedLaneBlocksNobody() {
    List<AccountId> accounts = accountsWithOneJobEach(5, 10);
    NEIGHBOURS.denied.put(accounts.getFirst(), NOT_NOW);

    CampaignId campaign = aLaunchedCampaign();

    assertThat(commandsOf(campaign, 4))
        .extracting(SendCommand::accountId)
        .containsExactlyInAnyOrderElementsOf(accounts.subList(1, 5));
    eventually().until(() -> !limitOf(accounts.getFirst()).isEmpty());
    assertThat(limitOf(accounts.getFirst())).isEqualTo("DAILY_QUOTA");
    assertThat(get("/api/v1/campaigns/" + campaign).get("waitingFor").asText())
        .contains("1 account waits", "DAILY_QUOTA");
  }

  @Test
  void aLimiterThatIsAwayMeansNoSendingAndThenGoesOnByItself() {
    accountsWithOneJobEach(2, 10);
    NEIGHBOURS.limiterAway = true;
    CampaignId campaign = aLaunchedCampaign();
    eventually()
        .untilAsserted(
            () ->
                assertThat(get("/api/v1/campaigns/" + campaign).path("waitingFor").asText())
                    .contains("2 accounts wait", "LIMITER_UNAVAILABLE"));
    assertNeverDispatched(campaign, 1);
    assertNeverDispatched(campaign, 2);

    NEIGHBOURS.limiterAway = false;

    assertThat(commandsOf(campaign, 2)).extracting(SendCommand::epoch).containsOnly(1);
  }

  @Test
  void twoDispatchersDispatchEachJobOnce() {
    try (ConfigurableApplicationContext secondReplica = anotherReplica()) {
      assertThat(secondReplica.isRunning()).isTrue();
      accountsWithOneJobEach(300, 10);

      CampaignId campaign = aLaunchedCampaign();

      List<SendCommand> commands = commandsOf(campaign, 300);
      assertThat(commands).extracting(SendCommand::jobNo).doesNotHaveDuplicates().hasSize(300);
      assertThat(commands).extracting(SendCommand::epoch).containsOnly(1);
      assertThat(asksOf(campaign, NEIGHBOURS.asks)).as("by the first").isNotEmpty();
      assertThat(asksOf(campaign, NEIGHBOURS.asksOfSecondReplica)).as("by the second").isNotEmpty();
    }
  }

  @Test
  void ofOneCampaignOnlyOneJobOfAnAccountIsUndecidedAtATime() {
    anAccountWithJobs(3);
    CampaignId campaign = aLaunchedCampaign();
    SendCommand first = nextCommandOf(campaign, 1);

    assertThat(begin(first)).isEqualTo(Verdict.GO);
    report(first, new JobOutcome.Accepted("msg-" + campaign, List.of()));

    List<SendCommand> two = commandsOf(campaign, 2);
    assertThat(two).extracting(SendCommand::jobNo).containsExactly(1, 2);
    assertThat(jobStatus(campaign, 3)).isEqualTo("READY");
  }

  @Test
  void urgentGoesFirst() {
    List<AccountId> accounts = accountsWithOneJobEach(1, 10);
    NEIGHBOURS.denied.put(accounts.getFirst(), NOT_NOW);
    List<CampaignId> campaigns =
        List.of("low", "normal", "high", "urgent", "normal", "normal", "low").stream()
            .map(this::launchedWithPriority)
            .toList();
    eventually().until(() -> waitingJobs(accounts.getFirst()) == 7);
    NEIGHBOURS.denied.clear();

    CLOCK.advance(Duration.ofMinutes(11));

    for (CampaignId sent :
        List.of(campaigns.get(3), campaigns.get(2), campaigns.get(1), campaigns.get(4))) {
      assertThat(commandsOf(sent, 1)).hasSize(1);
    }
    Map<String, Long> byStatus =
        campaigns.stream()
            .collect(Collectors.groupingBy(id -> jobStatus(id, 1), Collectors.counting()));
    assertThat(byStatus).isEqualTo(Map.of("DISPATCHED", 5L, "READY", 2L));
  }

  private void assertNeverDispatched(CampaignId campaign, int jobNo) {
    assertThat(
            jdbc.sql("select status, epoch from send_job where campaign_id = ? and job_no = ?")
                .params(campaign.value(), jobNo)
                .query()
                .singleRow())
        .containsEntry("status", "READY")
        .containsEntry("epoch", 0);
  }

  private static List<String> asksOf(CampaignId campaign, Collection<ReservePermits.Ask> asks) {
    return asks.stream()
        .map(ReservePermits.Ask::reference)
        .filter(reference -> reference.startsWith(campaign + "-"))
        .toList();
  }

  private CampaignId launchedWithPriority(String priority) {
    Map<String, Object> campaign = aCampaign();
    campaign.put("priority", priority);
    CampaignId id = CampaignId.of(post("/api/v1/campaigns", campaign).get("campaignId").asText());
    post("/api/v1/campaigns/" + id + ":launch", Map.of());
    return id;
  }

  static ConfigurableApplicationContext anotherReplica() {
    Map<String, String> properties = serverProperties();
    properties.put("server.port", "0");
    properties.put("qunfa.neighbours.account-service", NEIGHBOURS.urlOfSecondReplica());
    // Small and frequent bites, so that it gets its share beside the first.
    properties.put("qunfa.dispatch.poll", "5ms");
    properties.put("qunfa.dispatch.lanes-per-round", "20");
    String[] arguments =
        properties.entrySet().stream()
            .map(property -> "--" + property.getKey() + "=" + property.getValue())
            .toArray(String[]::new);
    return new SpringApplicationBuilder(TaskServiceApplication.class, Wiring.class).run(arguments);
  }

  private String limitOf(AccountId account) {
    return jdbc.sql(
            """
            select coalesce(max(limited_by), '') from lane
            where account_id = ? and limited_until is not null
            """)
        .param(account.value())
        .query(String.class)
        .single();
  }

  private boolean isIdle(AccountId account) {
    return jdbc.sql("select count(*) from lane where account_id = ? and next_due_at is null")
            .param(account.value())
            .query(Integer.class)
            .single()
        == 1;
  }

  private int waitingJobs(AccountId account) {
    return jdbc.sql("select count(*) from send_job where account_id = ? and status = 'READY'")
        .param(account.value())
        .query(Integer.class)
        .single();
  }
}
