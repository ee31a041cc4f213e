package io.qunfa.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import io.qunfa.e2e.client.CampaignDraft;
import io.qunfa.e2e.client.Campaigns;
import io.qunfa.e2e.client.Simulator;
import io.qunfa.e2e.company.Company;
import io.qunfa.e2e.company.CompanyPlan;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** WeCom misbehaves; everyone still gets the message exactly once. */
@WithSuite
class ChannelFaultsTest {
  private static final Duration RESOLVED_WITHIN = Duration.ofMinutes(2);
  private static final String SEND = "add_msg_template";

  private final SuiteUnderTest suite;
  private final Simulator simulator;
  private final Campaigns campaigns;

  ChannelFaultsTest(SuiteUnderTest suite) {
    this.suite = suite;
    this.simulator = suite.simulator();
    this.campaigns = suite.operator().campaigns();
  }

  @ParameterizedTest
  @CsvSource({
    "RESET_AFTER, false",
    "RESET_BEFORE, false",
    "GARBAGE, true",
    "HTTP_500, true",
    "BUSY, false",
    "CONCURRENCY_45033, false",
    "TOKEN_EXPIRED, false",
    "TOKEN_INVALID, false"
  })
  void aCallThatGoesWrongIsNeitherLostNorRepeated(String kind, boolean afterEffect) {
    String name = "fault" + kind.replace("_", "").toLowerCase(Locale.ROOT);
    Company company = suite.found(CompanyPlan.of(name, 6, 5));
    Map<String, Object> fault = Map.of("api", SEND, "kind", kind, "count", 2);
    simulator.fault(afterEffect ? and(fault, "afterEffect", true) : fault);

    String id = campaigns.launched(CampaignDraft.of(company.corpId(), "trotz " + kind));

    assertFinishedOnce(company, id);
  }

  @Test
  void anAnswerThatWasLostIsResolvedByAskingAndShownAsUnknownUntilThen() {
    Company company = suite.found(CompanyPlan.of("lost", 1, 5));
    simulator.fault(Map.of("api", SEND, "kind", "RESET_AFTER", "count", 1));
    simulator.change(Map.of("listLagMs", 4000));

    String id = campaigns.launched(CampaignDraft.of(company.corpId(), "Antwort verloren"));

    Awaitility.await("the books say UNKNOWN")
        .atMost(Duration.ofSeconds(30))
        .pollInterval(Duration.ofMillis(50))
        .until(() -> campaigns.progress(id).in("UNKNOWN") == 5);
    assertFinishedOnce(company, id);
  }

  @Test
  void aTokenTakenBackInTheMiddleIsReplaced() {
    Company company = suite.found(CompanyPlan.of("token", 60, 5));
    simulator.change(Map.of("latencyMinMs", 300, "latencyMaxMs", 600));
    String id = campaigns.launched(CampaignDraft.of(company.corpId(), "neuer Token"));
    Awaitility.await("the middle of the campaign")
        .atMost(Duration.ofSeconds(30))
        .pollInterval(Duration.ofMillis(20))
        .until(() -> !simulator.received().by(company.members()).rows().isEmpty());

    simulator.invalidateTokens();

    assertFinishedOnce(company, id);
  }

  @Test
  void afterAFrequencyErrorTheCorpRestsForTheWindowAndIsServedThen() {
    Company company = suite.found(CompanyPlan.of("limited", 12, 5));
    simulator.fault(Map.of("api", SEND, "kind", "RATE_45009", "count", 1));
    // The calls that are under way together with the refused one may end.
    Duration underWay = Duration.ofMillis(500);

    String id = campaigns.launched(CampaignDraft.of(company.corpId(), "gebremst"));

    assertFinishedOnce(company, id);
    List<Simulator.Call> calls = simulator.calls(SEND, 50);
    long refusedAt =
        calls.stream()
            .filter(call -> call.outcome().equals("45009"))
            .mapToLong(Simulator.Call::at)
            .max()
            .orElseThrow();
    long restsFrom = refusedAt + underWay.toMillis();
    long restsUntil = refusedAt + TestTimes.RATE_WINDOW.toMillis();
    assertThat(calls).noneMatch(call -> call.at() > restsFrom && call.at() < restsUntil);
  }

  private void assertFinishedOnce(Company company, String id) {
    Books.watchUntilFinished(campaigns, id, RESOLVED_WITHIN);
    Books.assertEachContactOnce(
        company, simulator.received().by(company.members()), campaigns.report(id));
    assertThat(campaigns.status(id)).isEqualTo("FINISHED");
  }

  private static Map<String, Object> and(Map<String, Object> fault, String name, Object value) {
    Map<String, Object> more = new HashMap<>(fault);
    more.put(name, value);
    return more;
  }
}
