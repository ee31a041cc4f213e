package io.qunfa.local.demo;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.Map;

/** The company of the sample export on the simulator's side, and what the simulator counts. */
final class SimulatedCorp {
  private final Rest control;

  SimulatedCorp(String simulator) {
    this.control = new Rest(simulator);
  }

  /**
   * Members confirm within seconds, a few customers have left or are over their quota. Again
   * changes nothing.
   */
  void seed(String corpId, String secret, SampleExport sample) {
    control.put(
        "/control/settings",
        Map.of(
            "confirmDelayMinMs",
            500,
            "confirmDelayMaxMs",
            4_000,
            "notFriendShare",
            0.01,
            "overQuotaShare",
            0.005));
    control.post(
        "/control/corps",
        Map.of("corpId", corpId, "secrets", List.of(secret), "members", sample.members()));
    control.postCsv("/control/corps/" + corpId + "/contacts", sample.relationsCsv());
  }

  Counts counts() {
    JsonNode received = control.get("/control/received");
    return new Counts(
        received.path("recipients").asLong(),
        received.path("duplicates").asLong(),
        received.path("refused").asLong(),
        received.path("byStatus").path("1").asLong());
  }

  /**
   * What arrived since the simulator was started.
   *
   * @param recipients accepted, over all calls
   * @param duplicates recipients who got one content more than once
   * @param sent confirmed by a member and delivered
   */
  record Counts(long recipients, long duplicates, long refused, long sent) {
    Counts since(Counts earlier) {
      return new Counts(
          recipients - earlier.recipients,
          duplicates - earlier.duplicates,
          refused - earlier.refused,
          sent - earlier.sent);
    }
  }
}
