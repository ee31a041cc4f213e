package io.qunfa.e2e;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.qunfa.e2e.client.CampaignDraft;
import io.qunfa.e2e.client.Campaigns;
import io.qunfa.e2e.client.Json;
import io.qunfa.e2e.company.Company;
import io.qunfa.e2e.company.CompanyPlan;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Progress comes by itself to whoever listens. */
@WithSuite
class ProgressEventsTest {
  private final SuiteUnderTest suite;
  private final Campaigns campaigns;

  ProgressEventsTest(SuiteUnderTest suite) {
    this.suite = suite;
    this.campaigns = suite.operator().campaigns();
  }

  @Test
  @Timeout(value = 60, unit = TimeUnit.SECONDS)
  void serverSentEventsTellTheWholeCampaignAndEndWithIt() throws IOException {
    Company company = suite.found(CompanyPlan.of("events", 40, 5));
    suite.simulator().change(Map.of("latencyMinMs", 200, "latencyMaxMs", 800));
    String id = campaigns.launched(CampaignDraft.of(company.corpId(), "live"));

    List<JsonNode> events = new ArrayList<>();
    try (BufferedReader lines =
        new BufferedReader(new InputStreamReader(campaigns.progressEvents(id), UTF_8))) {
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        if (line.startsWith("data:")) {
          events.add(Json.read(line.substring("data:".length())));
        }
        if (!events.isEmpty() && events.getLast().path("status").asText().equals("FINISHED")) {
          break;
        }
      }
    }

    assertThat(events).hasSizeGreaterThan(2).allMatch(event -> event.path("balanced").asBoolean());
    assertThat(Json.counts(events.getLast().path("states"))).isEqualTo(Map.of("SENT", 200L));
  }
}
