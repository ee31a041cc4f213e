package io.qunfa.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.qunfa.e2e.client.CampaignDraft;
import io.qunfa.e2e.client.Campaigns;
import io.qunfa.e2e.client.Received;
import io.qunfa.e2e.client.Tasks;
import io.qunfa.e2e.company.Company;
import io.qunfa.e2e.company.CompanyPlan;
import io.qunfa.local.suite.ServiceProcess;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** SIGKILL in the middle of a campaign: nothing lost, nothing twice, the books balance. */
@WithSuite
class KillTest {
  private static final Duration RECOVERED_WITHIN = Duration.ofMinutes(2);

  private final SuiteUnderTest suite;
  private final Campaigns campaigns;

  KillTest(SuiteUnderTest suite) {
    this.suite = suite;
    this.campaigns = suite.operator().campaigns();
  }

  @ParameterizedTest
  @ValueSource(strings = {"task-service", "api-executor", "data-service", "account-service"})
  void aKilledServiceLosesNothingAndRepeatsNothing(String service) {
    String name = "kill" + service.substring(0, 4).replace("-", "");
    Company company = suite.found(CompanyPlan.of(name, 60, 10));
    suite.simulator().change(Map.of("latencyMinMs", 300, "latencyMaxMs", 700));
    String id = campaigns.launched(CampaignDraft.of(company.corpId(), "mitten drin"));
    awaitTheMiddle(company);

    ServiceProcess process = suite.suite().process(service);
    process.kill();
    suite.simulator().change(Map.of("latencyMinMs", 0, "latencyMaxMs", 0));
    process.start().awaitReady();

    campaigns.awaitStatusThroughOutage(id, "FINISHED", RECOVERED_WITHIN);
    Books.assertEachContactOnce(
        company, suite.simulator().received().by(company.members()), campaigns.report(id));
  }

  /** Each account may write to five of ten more today, so every job is split. */
  @ParameterizedTest
  @ValueSource(strings = {"task-service", "data-service"})
  void aServiceKilledOverSplitsLosesNobodyAndWritesToNobodyTwice(String service) {
    String name = "split" + service.substring(0, 4);
    Company company = suite.found(CompanyPlan.of(name, 60, 10).dailyQuota(15));
    String first = campaigns.launched(CampaignDraft.of(company.corpId(), "erstens"));
    campaigns.awaitStatus(first, "FINISHED", RECOVERED_WITHIN);
    suite.simulator().change(Map.of("latencyMinMs", 300, "latencyMaxMs", 700));
    String second = campaigns.launched(CampaignDraft.of(company.corpId(), "zweitens"));
    Awaitility.await("the middle of the splits")
        .atMost(Duration.ofSeconds(30))
        .pollInterval(Duration.ofMillis(50))
        .until(() -> suite.simulator().received().by(company.members()).rows().size() > 600);

    ServiceProcess process = suite.suite().process(service);
    process.kill();
    suite.simulator().change(Map.of("latencyMinMs", 0, "latencyMaxMs", 0));
    process.start().awaitReady();

    Awaitility.await("half of it is sent, half waits for tomorrow")
        .atMost(RECOVERED_WITHIN)
        .pollInterval(Duration.ofMillis(300))
        .ignoreExceptions()
        .until(
            () -> campaigns.progress(second).states(),
            Map.of("SENT", 300L, "PLANNED", 300L)::equals);
    Received received = suite.simulator().received().by(company.members());
    assertThat(received.repeated()).isEmpty();
    assertThat(received.rows()).hasSize(900);
    Books.assertBalanced(campaigns.report(second));
    campaigns.cancel(second).expect(200, 202);
    campaigns.awaitStatus(second, "CANCELLED", RECOVERED_WITHIN);
  }

  @Test
  void singleTasksThatWereAnsweredSurviveTheDeathOfTaskService() {
    Company company = suite.found(CompanyPlan.of("killpost", 30, 10));
    Tasks tasks = suite.operator().tasks();
    List<ObjectNode> all =
        company.contacts().stream()
            .map(contact -> Tasks.task(company.corpId(), "zugesagt", List.of(contact)))
            .toList();

    for (int from = 0; from < all.size(); from += 50) {
      tasks.postBatch(all.subList(from, from + 50), UUID.randomUUID().toString()).expect(202);
    }
    ServiceProcess process = suite.suite().process("task-service");
    process.kill();
    process.start().awaitReady();

    Awaitility.await("all answered tasks at the simulator")
        .atMost(RECOVERED_WITHIN)
        .pollInterval(Duration.ofMillis(300))
        .until(
            () -> suite.simulator().received().by(company.members()).recipients(),
            company.contacts()::equals);
    assertThat(suite.simulator().received().by(company.members()).repeated()).isEmpty();
  }

  private void awaitTheMiddle(Company company) {
    Awaitility.await("the middle of the campaign")
        .atMost(Duration.ofSeconds(30))
        .pollInterval(Duration.ofMillis(50))
        .until(() -> !suite.simulator().received().by(company.members()).rows().isEmpty());
    assertThat(suite.simulator().received().by(company.members()).recipients())
        .hasSizeLessThan(company.contacts().size());
  }
}
