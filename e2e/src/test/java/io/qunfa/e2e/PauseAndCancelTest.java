package io.qunfa.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import io.qunfa.e2e.client.Answer;
import io.qunfa.e2e.client.CampaignDraft;
import io.qunfa.e2e.client.Campaigns;
import io.qunfa.e2e.client.Json;
import io.qunfa.e2e.client.Progress;
import io.qunfa.e2e.client.Received;
import io.qunfa.e2e.client.Simulator;
import io.qunfa.e2e.company.Company;
import io.qunfa.e2e.company.CompanyPlan;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

/** An operator's second thoughts. */
@WithSuite
class PauseAndCancelTest {
  private static final InstantSource TIME = InstantSource.system();
  private static final Duration OBEYED_WITHIN = Duration.ofSeconds(2);
  private static final Duration QUIET = Duration.ofSeconds(3);

  private final SuiteUnderTest suite;
  private final Campaigns campaigns;
  private final Simulator simulator;

  PauseAndCancelTest(SuiteUnderTest suite) {
    this.suite = suite;
    this.campaigns = suite.operator().campaigns();
    this.simulator = suite.simulator();
  }

  @Test
  void pauseStopsNewCallsAndResumeGoesOnWhereItStopped() {
    Company company = suite.found(CompanyPlan.of("pause", 300, 2));
    String id = aSlowCampaignInItsMiddle(company);

    campaigns.pause(id).expect(200, 202);
    long pausedAt = TIME.millis();

    assertQuietAfter(pausedAt);
    Received untilThen = simulator.received().by(company.members());
    assertThat(untilThen.recipients().size()).isBetween(1, company.contacts().size() - 1);
    assertThat(campaigns.status(id)).isEqualTo("PAUSED");
    Books.assertBalanced(campaigns.progress(id));

    suite.calm();
    campaigns.resume(id).expect(200, 202);
    Books.watchUntilFinished(campaigns, id, Duration.ofSeconds(60));
    Received all = simulator.received().by(company.members());
    assertThat(all.msgids()).containsAll(untilThen.msgids());
    Books.assertEachContactOnce(company, all, campaigns.report(id));
  }

  @Test
  void cancelStopsNewCallsAndTakesBackWhatMembersHaveNotConfirmed() {
    Company company = suite.found(CompanyPlan.of("cancel", 300, 2));
    simulator.change(Map.of("neverConfirmShare", 1));
    String id = aSlowCampaignInItsMiddle(company);

    campaigns.cancel(id).expect(200, 202);
    long cancelledAt = TIME.millis();

    assertQuietAfter(cancelledAt);
    simulator.change(Map.of("latencyMinMs", 0, "latencyMaxMs", 0));
    Set<String> issued = simulator.received().by(company.members()).msgids();
    assertThat(issued).isNotEmpty().hasSizeLessThan(company.members().size());
    Awaitility.await("every recipient is cancelled")
        .atMost(Duration.ofSeconds(60))
        .pollInterval(Duration.ofMillis(200))
        .until(
            () -> campaigns.progress(id).states(),
            Map.of("CANCELLED", (long) company.contacts().size())::equals);
    assertThat(
            simulator.calls("cancel_groupmsg_send", 2000).stream()
                .filter(call -> call.outcome().equals("0"))
                .count())
        .isGreaterThanOrEqualTo(issued.size());
    assertThat(campaigns.status(id)).isEqualTo("CANCELLED");
    Books.assertBalanced(campaigns.report(id));
  }

  @Test
  void cancelAfterConfirmationKeepsWhatWasSent() {
    Company company = suite.found(CompanyPlan.of("toolate", 5, 4));
    String id = campaigns.launched(CampaignDraft.of(company.corpId(), "schon gesendet"));
    campaigns.awaitStatus(id, "FINISHED", Duration.ofSeconds(60));

    assertThat(campaigns.cancel(id).status()).isEqualTo(409);

    assertThat(campaigns.progress(id).states()).isEqualTo(Map.of("SENT", 20L));
  }

  @Test
  void aScheduleWhoseExpiryHasPassedSendsNothing() {
    Company company = suite.found(CompanyPlan.of("expired", 3, 5));
    Map<String, Object> passed =
        Map.of(
            "at", TIME.instant().minusSeconds(7200).toString(),
            "expireAt", TIME.instant().minusSeconds(3600).toString());

    int created =
        tryToLaunch(CampaignDraft.of(company.corpId(), "zu spät").with("schedule", passed));

    assertThat(created).isIn(200, 202, 400, 409, 422);
    Awaitility.await("nothing is sent")
        .during(QUIET)
        .atMost(QUIET.plusSeconds(2))
        .until(() -> simulator.received().by(company.members()).rows().isEmpty());
  }

  @Test
  void aRunningCampaignWhoseExpiryPassesEndsAsExpired() {
    Company company = suite.found(CompanyPlan.of("expiring", 20, 3));
    simulator.change(Map.of("neverConfirmShare", 1));
    Map<String, Object> soon = Map.of("expireAt", TIME.instant().plusSeconds(4).toString());

    String id =
        campaigns.launched(CampaignDraft.of(company.corpId(), "kurz").with("schedule", soon));

    Awaitility.await("every recipient has expired")
        .atMost(Duration.ofSeconds(60))
        .pollInterval(Duration.ofMillis(200))
        .until(
            () -> campaigns.progress(id).states(),
            Map.of("EXPIRED", (long) company.contacts().size())::equals);
    Books.assertBalanced(campaigns.report(id));
  }

  @Test
  void aCampaignScheduledForLaterStartsThen() {
    Company company = suite.found(CompanyPlan.of("later", 3, 5));
    long due = TIME.instant().plusSeconds(3).toEpochMilli();
    Map<String, Object> later = Map.of("at", Instant.ofEpochMilli(due).toString());

    String id =
        campaigns.launched(CampaignDraft.of(company.corpId(), "später").with("schedule", later));
    campaigns.awaitStatus(id, "FINISHED", Duration.ofSeconds(60));

    assertThat(simulator.calls("add_msg_template", 3)).allMatch(call -> call.at() >= due);
    Books.assertEachContactOnce(
        company, simulator.received().by(company.members()), campaigns.report(id));
  }

  private int tryToLaunch(CampaignDraft draft) {
    Answer created = campaigns.create(draft, UUID.randomUUID().toString());
    return created.status() == 201
        ? campaigns.launch(Campaigns.idOf(created.json())).status()
        : created.status();
  }

  private String aSlowCampaignInItsMiddle(Company company) {
    simulator.change(Map.of("latencyMinMs", 1000, "latencyMaxMs", 1500));
    String id = campaigns.launched(CampaignDraft.of(company.corpId(), "langsam"));
    Awaitility.await("the middle of the campaign")
        .atMost(Duration.ofSeconds(30))
        .pollInterval(Duration.ofMillis(50))
        .until(() -> !simulator.received().by(company.members()).rows().isEmpty());
    Progress middle = campaigns.progress(id);
    assertThat(middle.status()).as(Json.write(middle)).isEqualTo("RUNNING");
    return id;
  }

  private void assertQuietAfter(long order) {
    Awaitility.await("no new calls")
        .during(QUIET)
        .atMost(QUIET.plus(OBEYED_WITHIN).plusSeconds(2))
        .until(this::lastCall, last -> last <= order + OBEYED_WITHIN.toMillis());
    assertThat(lastCall()).isLessThanOrEqualTo(order + OBEYED_WITHIN.toMillis());
  }

  private long lastCall() {
    return simulator.calls("add_msg_template", 1).stream()
        .mapToLong(Simulator.Call::at)
        .findFirst()
        .orElse(0);
  }
}
