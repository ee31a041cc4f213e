package io.qunfa.data;

import static io.qunfa.data.Ledgers.aCampaign;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.qunfa.audience.ExclusionReason;
import io.qunfa.ids.CampaignId;
import io.qunfa.job.JobRecipients;
import io.qunfa.ledger.RecipientState;
import io.qunfa.protection.CorpQuietHours;
import io.qunfa.protection.Exemption;
import io.qunfa.protection.HoldReason;
import io.qunfa.protection.ProtectJobs.Verdict;
import io.qunfa.wire.JobOutcome;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalTime;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

final class RecheckTest extends ProtectionFixture {
  @Test
  void whoOptedOutSinceTheFreezeIsExcludedBeforeTheJobLeaves() {
    contacts(10);
    CampaignId campaign = aCampaign();
    freeze(campaign);
    optOut(4, 7);

    assertThat(protect(campaign, 1)).isEqualTo(Verdict.clear(8));

    assertThat(ledgers.stateOf(TENANT, campaign, 4)).isEqualTo(RecipientState.EXCLUDED);
    assertThat(ledgers.counts(TENANT, campaign).excluded())
        .isEqualTo(Map.of(ExclusionReason.SUPPRESSED, 2L));
    ledgers.requireBalanced(TENANT, campaign);
    assertThat(protect(campaign, 1)).as("asked again").isEqualTo(Verdict.clear(8));
    assertThat(freeze(campaign).planned()).as("frozen again: what stood then").isEqualTo(10);
  }

  @Test
  void aJobWhoseRecipientsAllOptedOutIsEmpty() {
    contacts(3);
    CampaignId campaign = aCampaign();
    freeze(campaign);
    optOut(1, 2, 3);

    assertThat(protect(campaign, 1)).isEqualTo(Verdict.clear(0));
    ledgers.requireBalanced(TENANT, campaign);
  }

  @Test
  void aJobThatTheChannelMayHaveIsNotTakenForEmpty() {
    contacts(3);
    CampaignId campaign = aCampaign();
    freeze(campaign);
    settled(campaign, 1, new JobOutcome.Unknown("no answer"));

    Verdict verdict = protect(campaign, 1);

    assertThat(verdict.hold()).isNotNull();
    assertThat(verdict.hold().reason()).isEqualTo(HoldReason.LEDGER_BEHIND);
  }

  @Test
  void aJobCountsForTheDayOnWhichItLeaves() {
    contacts(6);
    CampaignId late = aCampaign();
    freeze(late);
    CampaignId overtaken = aCampaign();
    CLOCK.set("2027-03-11T10:00", SHANGHAI);
    freezeTask(Exemption.NONE, 5);

    assertThat(protect(late, 1))
        .as("contact 5 has had a message today")
        .isEqualTo(Verdict.clear(5));

    assertThat(ledgers.counts(TENANT, late).excluded())
        .isEqualTo(Map.of(ExclusionReason.FREQUENCY_CAP, 1L));
    assertThat(freeze(overtaken).planned()).as("the late one has taken the day").isZero();
    ledgers.requireBalanced(TENANT, late);
  }

  @Test
  void aStricterPolicyHoldsForWhatIsFrozenAlready() {
    contacts(3);
    ledgers.allow(TENANT, corp, 2);
    CampaignId first = aCampaign();
    CampaignId second = aCampaign();
    freeze(first);
    freeze(second);
    ledgers.allow(TENANT, corp, 1);

    assertThat(protect(first, 1)).isEqualTo(Verdict.clear(0));
    assertThat(protect(second, 1)).isEqualTo(Verdict.clear(3));
  }

  @Test
  void inQuietHoursJobsWaitUntilTheirEnd() {
    contacts(3);
    CampaignId campaign = aCampaign();
    freeze(campaign);

    CLOCK.set("2027-03-10T20:59:59", SHANGHAI);
    assertThat(protect(campaign, 1).hold()).isNull();

    for (String quiet : List.of("2027-03-10T21:00", "2027-03-11T00:10", "2027-03-11T08:59")) {
      CLOCK.set(quiet, SHANGHAI);
      Verdict verdict = protect(campaign, 1);
      assertThat(verdict.hold()).as(quiet).isNotNull();
      assertThat(verdict.hold().reason()).isEqualTo(HoldReason.QUIET_HOURS);
      assertThat(verdict.hold().until()).isEqualTo(Instant.parse("2027-03-11T01:00:00Z"));
      assertThat(verdict.hold().why()).contains("2027-03-11 09:00 Asia/Shanghai");
    }

    JsonNode line =
        operator
            .read(operator.get(TENANT, "/api/v1/campaigns/" + campaign + "/recipients"), 200)
            .at("/items/0");
    assertThat(line.path("heldBy").asText()).isEqualTo("QUIET_HOURS");
    assertThat(line.path("heldUntil").asText()).isEqualTo("2027-03-11T01:00:00Z");

    CLOCK.set("2027-03-11T09:00", SHANGHAI);
    assertThat(protect(campaign, 1)).isEqualTo(Verdict.clear(3));
  }

  @Test
  void whatMayIgnoreQuietHoursLeavesInThem() {
    contacts(3);
    CLOCK.set("2027-03-10T23:00", SHANGHAI);
    CampaignId urgent = aCampaign();

    freeze(urgent, new Exemption(true, false));

    assertThat(protect(urgent, 1)).isEqualTo(Verdict.clear(3));
  }

  @Test
  void whatIsFrozenInQuietHoursCountsForTheMorning() {
    contacts(3);
    freezeTask(Exemption.NONE, 1);
    CLOCK.set("2027-03-10T22:00", SHANGHAI);

    CampaignId morning = aCampaign();
    assertThat(freeze(morning).planned()).as("today's message does not count").isEqualTo(3);
    assertThat(freeze(aCampaign()).planned()).as("tomorrow is taken").isZero();
    assertThat(freezeTask(new Exemption(true, false), 1).planned())
        .as("today is taken for contact 1")
        .isZero();
    assertThat(freezeTask(new Exemption(true, false), 2).planned())
        .as("today is free for contact 2")
        .isEqualTo(1);

    CLOCK.set("2027-03-11T09:00", SHANGHAI);
    assertThat(protect(morning, 1)).isEqualTo(Verdict.clear(3));
  }

  @Test
  void whatBecamePlannedWhileTheLookWaitedIsLookedAt() {
    contacts(5);
    CampaignId campaign = aCampaign();
    freeze(campaign);
    settled(campaign, 1, new JobOutcome.Unknown("no answer"));
    optOut(2);

    CompletableFuture<Verdict> look = new CompletableFuture<>();
    transaction.executeWithoutResult(
        status -> {
          jdbc.sql("select n from recipient_count where campaign_id = ? for update")
              .param(campaign.value())
              .query(Long.class)
              .list();
          look.completeAsync(() -> protect(campaign, 1));
          Awaitility.await().pollDelay(Duration.ofMillis(500)).until(() -> true);
          provenAbsent(campaign);
        });

    Verdict verdict = look.join();
    if (verdict.hold() != null) {
      verdict = protect(campaign, 1);
    }
    assertThat(verdict).isEqualTo(Verdict.clear(4));
    assertThat(ledgers.stateOf(TENANT, campaign, 2)).isEqualTo(RecipientState.EXCLUDED);
    ledgers.requireBalanced(TENANT, campaign);
  }

  /** As the report that says so is recorded. */
  private void provenAbsent(CampaignId campaign) {
    for (String change :
        List.of(
            "update recipient set state = 'PLANNED' where campaign_id = ? and state = 'UNKNOWN'",
            "update recipient_count set n = 5 where campaign_id = ? and state = 'PLANNED'",
            "update recipient_count set n = 0 where campaign_id = ? and state = 'UNKNOWN'")) {
      jdbc.sql(change).param(campaign.value()).update();
    }
  }

  @Test
  void aJobThatTheChannelMayHaveKeepsItsDay() {
    contacts(3);
    ledgers.allow(TENANT, corp, 1);
    CampaignId campaign = aCampaign();
    freeze(campaign);
    settled(campaign, 1, new JobOutcome.Unknown("no answer"));
    CLOCK.set("2027-03-11T00:10", SHANGHAI);

    assertThat(protect(campaign, 1).hold()).isNotNull();

    assertThat(countedOn(campaign)).isEqualTo("2027-03-10");
    settled(campaign, 1, new JobOutcome.Absent("not on the list"));
    assertThat(protect(campaign, 1, 1)).isEqualTo(Verdict.clear(3));
    assertThat(countedOn(campaign)).isEqualTo("2027-03-11");
  }

  @Test
  void aReplicaThatIsBehindTakesNoDayBack() {
    contacts(3);
    ledgers.allow(TENANT, corp, 1);
    CampaignId campaign = aCampaign();
    freeze(campaign);
    CLOCK.set("2027-03-11T00:00:01", SHANGHAI);
    assertThat(protect(campaign, 1)).isEqualTo(Verdict.clear(3));

    CLOCK.set("2027-03-10T23:59:30", SHANGHAI);
    Verdict behind = protect(campaign, 1);

    assertThat(behind.hold()).isNotNull();
    assertThat(behind.hold().reason()).isEqualTo(HoldReason.CHECKING);
    assertThat(countedOn(campaign)).isEqualTo("2027-03-11");
  }

  @Test
  void whoAsksFromBeforeADispatchThatIsUnderWayExcludesNobody() {
    contacts(5);
    CampaignId campaign = aCampaign();
    freeze(campaign);
    assertThat(readFor(campaign, 1)).hasSize(5);
    optOut(3);

    Verdict late = protect(campaign, 1, 0);

    assertThat(late.hold()).isNotNull();
    assertThat(late.hold().reason()).isEqualTo(HoldReason.CHECKING);
    assertThat(ledgers.stateOf(TENANT, campaign, 3)).isEqualTo(RecipientState.PLANNED);
    assertThat(protect(campaign, 1, 1)).as("it came back").isEqualTo(Verdict.clear(4));
    assertThat(readFor(campaign, 2)).doesNotContain(Export.contact(3));
    optOut(4);
    assertThat(protect(campaign, 1, 1).hold()).as("it left again").isNotNull();
    ledgers.requireBalanced(TENANT, campaign);
  }

  @Test
  void whoAsksFromBeforeALaterAskExcludesNobody() {
    contacts(2);
    CampaignId campaign = aCampaign();
    freeze(campaign);
    optOut(1);
    assertThat(protect(campaign, 1, 3)).isEqualTo(Verdict.clear(1));
    optOut(2);

    assertThat(protect(campaign, 1, 2).hold()).isNotNull();

    assertThat(ledgers.stateOf(TENANT, campaign, 2)).isEqualTo(RecipientState.PLANNED);
  }

  @Test
  void quietHoursAreToldInTheZoneOfTheCorp() {
    ledgers.policy(TENANT, corp, 1, "22:30", "08:00", "MONTH_DAYS");

    CorpQuietHours told =
        operator.read(
            operator.internalGet("/internal/v1/corps/" + corp + "/quiet-hours?tenantId=" + TENANT),
            CorpQuietHours.class);

    assertThat(told)
        .isEqualTo(new CorpQuietHours(SHANGHAI, LocalTime.of(22, 30), LocalTime.of(8, 0)));
  }

  private List<String> readFor(CampaignId campaign, int epoch) {
    return operator
        .read(
            operator.internalGet(
                "/internal/v1/campaigns/%s/jobs/1/recipients?tenantId=%s&state=PLANNED&epoch=%d"
                    .formatted(campaign, TENANT, epoch)),
            JobRecipients.class)
        .externalUserIds();
  }

  private String countedOn(CampaignId campaign) {
    return jdbc.sql("select counted_on from ledger_job where campaign_id = ?")
        .param(campaign.value())
        .query(String.class)
        .single();
  }
}
