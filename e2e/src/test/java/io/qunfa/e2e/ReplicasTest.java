package io.qunfa.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.qunfa.e2e.client.CampaignDraft;
import io.qunfa.e2e.client.Campaigns;
import io.qunfa.e2e.client.Tasks;
import io.qunfa.e2e.company.Company;
import io.qunfa.e2e.company.CompanyPlan;
import io.qunfa.local.suite.ServiceProcess;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** Two processes of a kind share the work and do none of it twice. */
@WithSuite
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ReplicasTest {
  private final SuiteUnderTest suite;
  private final Campaigns campaigns;
  private List<ServiceProcess> replicas = List.of();

  ReplicasTest(SuiteUnderTest suite) {
    this.suite = suite;
    this.campaigns = suite.operator().campaigns();
  }

  @BeforeAll
  void startASecondOfEach() {
    replicas =
        List.of(
            suite.suite().addReplica("task-service", Map.of()),
            suite.suite().addReplica("api-executor", Map.of()));
  }

  @AfterAll
  void stopThem() {
    replicas.forEach(ServiceProcess::stop);
  }

  @Test
  void twoOfEachSendACampaignOnce() {
    Company company = suite.found(CompanyPlan.of("twins", 60, 25));
    suite.simulator().change(Map.of("latencyMinMs", 20, "latencyMaxMs", 200));

    String id = campaigns.launched(CampaignDraft.of(company.corpId(), "zu zweit"));
    Books.watchUntilFinished(campaigns, id, Duration.ofSeconds(90));

    Books.assertEachContactOnce(
        company, suite.simulator().received().by(company.members()), campaigns.report(id));
  }

  @Test
  void twoOfEachSendSingleTasksOnce() {
    Company company = suite.found(CompanyPlan.of("pairs", 30, 10));
    Tasks tasks = suite.operator().tasks();

    List<ObjectNode> all =
        company.contacts().stream()
            .map(contact -> Tasks.task(company.corpId(), "einzeln", List.of(contact)))
            .toList();
    for (int from = 0; from < all.size(); from += 100) {
      tasks
          .postBatch(
              all.subList(from, Math.min(from + 100, all.size())), UUID.randomUUID().toString())
          .expect(202);
    }

    Awaitility.await("all tasks at the simulator")
        .atMost(Duration.ofSeconds(90))
        .pollInterval(Duration.ofMillis(300))
        .until(
            () -> suite.simulator().received().by(company.members()).recipients(),
            company.contacts()::equals);
    assertThat(suite.simulator().received().by(company.members()).repeated()).isEmpty();
  }
}
