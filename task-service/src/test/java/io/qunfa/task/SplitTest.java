package io.qunfa.task;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import io.qunfa.ids.AccountId;
import io.qunfa.ids.CampaignId;
import io.qunfa.job.BeginJob.Verdict;
import io.qunfa.permit.ReservePermits.Ask;
import io.qunfa.permit.ReservePermits.Decision;
import io.qunfa.permit.ReservePermits.Limit;
import io.qunfa.permit.SettlePermits;
import io.qunfa.permit.SettlePermits.Settlement;
import io.qunfa.wire.JobOutcome;
import io.qunfa.wire.SendCommand;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;
import org.springframework.context.ConfigurableApplicationContext;

/** A job of ten for an account that may write to six more today. */
class SplitTest extends DailyQuotaTest {
  private static final Decision NOT_NOW =
      new Decision(0, null, null, Duration.ofSeconds(1), Limit.ACCOUNT_WINDOW);

  @Test
  void whatDoesNotFitGoesWhenTheDayTurns() {
    NEIGHBOURS.limiters.put(account, ModelLimiter.ofQuota(CLOCK, 6, dayEnds));
    CampaignId campaign = aLaunchedCampaign();

    accept(commandsOf(campaign, 1).getFirst(), 6);
    assertThat(get("/api/v1/campaigns/" + campaign + "/progress").get("held"))
        .anySatisfy(
            held -> {
              assertThat(held.get("reason").asText()).isEqualTo("DAILY_QUOTA");
              assertThat(held.get("recipients").asInt()).isEqualTo(4);
              assertThat(Instant.parse(held.get("until").asText()))
                  .isBetween(dayEnds.minusSeconds(1), dayEnds.plusSeconds(1));
            });
    CLOCK.advance(Duration.between(CLOCK.instant(), dayEnds).plusSeconds(1));
    accept(commandsOf(campaign, 2).getLast(), 4);

    awaitStatus(campaign, "FINISHED");
    assertThat(asksOf(campaign))
        .extracting(Ask::recipients, Ask::reference)
        .containsSubsequence(tuple(10, campaign + "-1-1"), tuple(6, campaign + "-1-1"));
  }

  @Test
  void aLedgerThatIsAwayHoldsTheJobWhole() {
    CampaignId campaign = aCampaignThatWaits();
    NEIGHBOURS.splits.away = true;
    partOfItMayGo();
    awaitSplit(campaign);
    assertThat(commandsOf(campaign)).isEmpty();

    NEIGHBOURS.splits.away = false;

    bothHalvesAreSentOnce(campaign);
  }

  @Test
  void anAnswerThatGotLostIsAskedForAgain() {
    CampaignId campaign = aCampaignThatWaits();
    NEIGHBOURS.splits.answersGetLost = true;
    partOfItMayGo();
    eventually()
        .until(
            () -> NEIGHBOURS.splits.asks.stream().filter((campaign + "-1")::equals).count() >= 2);
    assertThat(commandsOf(campaign)).isEmpty();

    NEIGHBOURS.splits.answersGetLost = false;

    bothHalvesAreSentOnce(campaign);
  }

  @Test
  void aProcessThatDiedOverASplitIsSucceeded() {
    CampaignId campaign = aCampaignThatWaits();
    NEIGHBOURS.splits.away = true;
    partOfItMayGo();
    awaitSplit(campaign);
    eventually()
        .until(
            () ->
                jdbc.sql("update job_split set leased_until = ? where campaign_id = ?")
                        .params(CLOCK.instant().plusSeconds(3600), campaign.value())
                        .update()
                    == 1);
    NEIGHBOURS.splits.away = false;

    CLOCK.advance(Duration.ofSeconds(3601));

    bothHalvesAreSentOnce(campaign);
  }

  @Test
  void whatWasGrantedHoldsNoPlaceWhileTheLedgerIsAway() {
    CampaignId campaign = aCampaignThatWaits();
    NEIGHBOURS.splits.away = true;
    partOfItMayGo();

    eventually()
        .untilAsserted(
            () ->
                assertThat(NEIGHBOURS.settlements)
                    .extracting(Settlement::permitId, Settlement::verdict)
                    .contains(tuple("permit-" + campaign + "-1-1", SettlePermits.Verdict.UNUSED)));
    assertThat(splitsOf(campaign)).isEqualTo(1);

    NEIGHBOURS.splits.away = false;
    bothHalvesAreSentOnce(campaign);
  }

  @Test
  void whatWasGrantedIsKeptUntilTheLedgerAnswersAndNobodyElseAsksForIt() {
    NEIGHBOURS.splits.answered = new CountDownLatch(1);
    CampaignId campaign = aCampaignThatWaits();
    partOfItMayGo();
    awaitSplit(campaign);
    CampaignId other = aLaunchedCampaign();
    eventually().until(() -> jobs(other) == 1 && isLookedAt());

    assertThat(asksOf(other)).isEmpty();
    assertThat(NEIGHBOURS.settlements)
        .extracting(Settlement::permitId)
        .doesNotContain("permit-" + campaign + "-1-1");

    NEIGHBOURS.splits.answered.countDown();
    accept(commandsOf(campaign, 1).getFirst(), 6);
    eventually().until(() -> !asksOf(other).isEmpty());
    assertThat(commandsOf(other)).isEmpty();
  }

  @Test
  void aLaneThatCameToRestOverASplitGoesOnAfterIt() {
    NEIGHBOURS.splits.answered = new CountDownLatch(1);
    CampaignId campaign = aCampaignThatWaits();
    partOfItMayGo();
    awaitSplit(campaign);
    eventually().until(this::isLookedAt);
    jdbc.sql(
            """
            update lane set rests_until = :until, limited_until = :until, limited_by = 'DAILY_QUOTA'
            where account_id = :account
            """)
        .param("until", CLOCK.instant().plus(Duration.ofMinutes(5)))
        .param("account", account.value())
        .update();

    NEIGHBOURS.splits.answered.countDown();

    accept(commandsOf(campaign, 1).getFirst(), 6);
  }

  @Test
  void aSplitThatCannotBeDoneKeepsNoOtherWaiting() {
    List<AccountId> two = accountsWithOneJobEach(2, 10);
    two.forEach(one -> NEIGHBOURS.denied.put(one, NOT_NOW));
    CampaignId campaign = aLaunchedCampaign();
    eventually().until(() -> jobs(campaign) == 2);
    NEIGHBOURS.splits.broken.add(campaign + "-1");
    two.forEach(one -> NEIGHBOURS.limiters.put(one, ModelLimiter.ofQuota(CLOCK, 6, dayEnds)));
    NEIGHBOURS.denied.clear();
    CLOCK.advance(Duration.ofSeconds(2));

    accept(commandsOf(campaign, 1).getFirst(), 6);
    assertThat(commandsOf(campaign)).extracting(SendCommand::jobNo).containsExactly(2);
    eventually()
        .untilAsserted(
            () ->
                assertThat(NEIGHBOURS.settlements)
                    .extracting(Settlement::permitId)
                    .contains("permit-" + campaign + "-1-1"));
    NEIGHBOURS.splits.broken.clear();

    accept(commandsOf(campaign, 2).getLast(), 6);
  }

  @Test
  void aLimiterThatIsAwayHoldsTheJobWhole() {
    CampaignId campaign = aCampaignThatWaits();
    NEIGHBOURS.settlingAway = true;
    partOfItMayGo();
    awaitSplit(campaign);
    eventually().until(() -> NEIGHBOURS.splits.asks.contains(campaign + "-1"));
    assertThat(jobs(campaign)).isEqualTo(1);
    assertThat(commandsOf(campaign)).isEmpty();

    NEIGHBOURS.settlingAway = false;

    bothHalvesAreSentOnce(campaign);
  }

  @Test
  void theRestGoesBeforeTheDayTurnsIfTheQuotaIsRaised() {
    NEIGHBOURS.limiters.put(account, ModelLimiter.ofQuota(CLOCK, 6, dayEnds));
    CampaignId campaign = aLaunchedCampaign();
    accept(commandsOf(campaign, 1).getFirst(), 6);
    eventually().until(() -> jobs(campaign) == 2);
    NEIGHBOURS.limiters.put(account, ModelLimiter.ofQuota(CLOCK, 50, dayEnds));

    CLOCK.advance(Duration.ofMinutes(6));

    accept(commandsOf(campaign, 2).getLast(), 4);
  }

  @Test
  void aCampaignThatIsCancelledOverASplitEndsWithBothHalves() {
    CampaignId campaign = aCampaignThatWaits();
    NEIGHBOURS.splits.away = true;
    partOfItMayGo();
    awaitSplit(campaign);
    post("/api/v1/campaigns/" + campaign + ":cancel", Map.of());
    awaitJob(campaign, 1, "CANCELLED");
    assertThat(isUnfinished(campaign)).isTrue();

    NEIGHBOURS.splits.away = false;

    eventually().until(() -> !isUnfinished(campaign));
    assertThat(jobs(campaign)).isEqualTo(2);
    assertThat(recipientsIn(campaign, "CANCELLED")).isEqualTo(10);
    assertThat(commandsOf(campaign)).isEmpty();
  }

  @Test
  void twoReplicasSplitOnce() {
    try (ConfigurableApplicationContext secondReplica = DispatchTest.anotherReplica()) {
      assertThat(secondReplica.isRunning()).isTrue();
      CampaignId campaign = aCampaignThatWaits();

      partOfItMayGo();

      bothHalvesAreSentOnce(campaign);
    }
  }

  @Test
  void aJobWhoseCallWasTurnedAwayIsSplitLikeAnyOther() {
    CampaignId campaign = aLaunchedCampaign();
    SendCommand command = begun(campaign, 1);
    NEIGHBOURS.limiters.put(account, ModelLimiter.ofQuota(CLOCK, 6, dayEnds));

    turnedAway(command);

    SendCommand again = nextCommandOf(campaign, 2);
    assertThat(again.recipients()).isEqualTo(6);
    assertThat(jobs(campaign)).isEqualTo(2);
  }

  // Given

  private CampaignId aCampaignThatWaits() {
    NEIGHBOURS.denied.put(account, NOT_NOW);
    CampaignId campaign = aLaunchedCampaign();
    eventually().until(() -> jobs(campaign) == 1);
    return campaign;
  }

  private void partOfItMayGo() {
    NEIGHBOURS.limiters.put(account, ModelLimiter.ofQuota(CLOCK, 6, dayEnds));
    NEIGHBOURS.denied.remove(account);
    CLOCK.advance(Duration.ofSeconds(2));
  }

  // When

  private void accept(SendCommand command, int recipients) {
    assertThat(command.recipients()).isEqualTo(recipients);
    assertThat(begin(command)).isEqualTo(Verdict.GO);
    report(command, new JobOutcome.Accepted("msg-" + command.jobId(), List.of()));
    report(command, new JobOutcome.Receipts(List.of(), true));
  }

  // Then

  private void bothHalvesAreSentOnce(CampaignId campaign) {
    eventually().until(() -> jobs(campaign) == 2);
    if (CLOCK.instant().isBefore(dayEnds)) {
      eventually().until(() -> splitsOf(campaign) == 0);
    }
    for (int sent = 0; sent < 2; sent++) {
      int before = sent;
      eventually()
          .until(
              () -> {
                if (commandsOf(campaign).size() == before
                    && Standstill.of(campaign, jdbc, CLOCK.instant())) {
                  CLOCK.advance(Duration.ofMinutes(30));
                }
                return commandsOf(campaign).size() > before;
              });
      SendCommand command = commandsOf(campaign).get(sent);
      accept(command, command.jobNo() == 1 ? 6 : 4);
    }
    awaitStatus(campaign, "FINISHED");
    assertThat(commandsOf(campaign)).extracting(SendCommand::jobNo).doesNotHaveDuplicates();
    assertThat(recipientsIn(campaign, "ACCEPTED")).isEqualTo(10);
    assertThat(splitsOf(campaign)).isZero();
  }

  /** The lane has nothing to do at the moment. */
  private boolean isLookedAt() {
    return jdbc.sql(
            """
            select count(*) from lane
            where account_id = ? and lease is null and next_due_at is null and rests_until is null
            """)
        .param(account.value())
        .query(Boolean.class)
        .single();
  }

  private void awaitSplit(CampaignId campaign) {
    eventually().until(() -> splitsOf(campaign) == 1);
  }

  private int jobs(CampaignId campaign) {
    return count("select count(*) from send_job where campaign_id = ?", campaign);
  }

  private int splitsOf(CampaignId campaign) {
    return count("select count(*) from job_split where campaign_id = ?", campaign);
  }

  private int recipientsIn(CampaignId campaign, String status) {
    return jdbc.sql("select sum(recipients) from send_job where campaign_id = ? and status = ?")
        .params(campaign.value(), status)
        .query(Integer.class)
        .single();
  }

  private boolean isUnfinished(CampaignId campaign) {
    return count("select unfinished from campaign where campaign_id = ?", campaign) == 1;
  }

  private int count(String sql, CampaignId campaign) {
    return jdbc.sql(sql).param(campaign.value()).query(Integer.class).single();
  }
}
