package io.qunfa.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.qunfa.e2e.client.Campaigns;
import io.qunfa.e2e.client.Json;
import io.qunfa.e2e.client.Progress;
import io.qunfa.e2e.client.Received;
import io.qunfa.e2e.company.Company;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.awaitility.Awaitility;

/** The promise as arithmetic: the books balance, and they agree with what WeCom received. */
final class Books {
  private Books() {}

  static void assertBalanced(Progress progress) {
    assertThat(progress.sum()).as("sum of states in %s", progress).isEqualTo(progress.targeted());
    assertThat(progress.balanced()).as("the suite's own check in %s", progress).isTrue();
  }

  static void assertBalanced(JsonNode report) {
    Map<String, Long> states = Json.counts(report.path("states"));
    long targeted = report.path("targeted").asLong();
    assertThat(states.values().stream().mapToLong(Long::longValue).sum())
        .as("sum of states in %s", report)
        .isEqualTo(targeted);
    assertThat(report.path("balance").path("remainder").asLong()).isZero();
    assertThat(report.path("balance").path("balanced").asBoolean()).isTrue();
    long perSender =
        Json.items(report.path("perSender")).mapToLong(row -> row.path("targeted").asLong()).sum();
    assertThat(perSender)
        .as("sum over the senders")
        .isEqualTo(targeted - states.getOrDefault("EXCLUDED", 0L));
  }

  /** Reads the books as fast as they answer until the campaign has ended, each reading checked. */
  static List<Progress> watchUntilFinished(Campaigns campaigns, String id, Duration atMost) {
    List<Progress> readings = new ArrayList<>();
    Awaitility.await("campaign " + id + " finishes")
        .atMost(atMost)
        .pollInterval(Duration.ofMillis(10))
        .until(
            () -> {
              Progress reading = campaigns.progress(id);
              readings.add(reading);
              if (!reading.status().equals("DRAFT") && !reading.status().equals("SCHEDULED")) {
                assertBalanced(reading);
              }
              return reading.status();
            },
            "FINISHED"::equals);
    return readings;
  }

  /** Every contact once, nobody else, and the report says the same. */
  static void assertEachContactOnce(Company company, Received received, JsonNode report) {
    assertThat(received.repeated()).as("sent more than once").isEmpty();
    assertThat(received.recipients()).isEqualTo(company.contacts());
    assertBalanced(report);
    assertThat(Json.counts(report.path("states")))
        .isEqualTo(Map.of("SENT", (long) company.contacts().size()));
  }
}
