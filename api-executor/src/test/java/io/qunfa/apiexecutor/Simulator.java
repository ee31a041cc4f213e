package io.qunfa.apiexecutor;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import io.qunfa.local.suite.ServiceProcess;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.springframework.web.client.RestClient;

/** The simulated WeCom as a process of its own, which ends with this one. */
final class Simulator {
  static final String CORP = "wwExecutor";
  static final String SECRET = "secret-of-the-executor-test";
  static final String MEMBER = "zhangsan";

  private final ServiceProcess process;
  private final RestClient control;
  private JsonNode before = MissingNode.getInstance();

  private Simulator(ServiceProcess process) {
    this.process = process;
    this.control = RestClient.create(process.url() + "/control");
  }

  static Simulator start() {
    Simulator simulator = new Simulator(ServiceProcess.alone("simulator", List.of()));
    simulator.fresh();
    return simulator;
  }

  /** One corp, one member, no faults, quick members. */
  void fresh() {
    noFaults();
    settings(
        Map.of(
            "confirmDelayMinMs", 3_600_000,
            "confirmDelayMaxMs", 3_600_000,
            "deliveryDelayMs", 0,
            "dispatchDelayMs", 0,
            "listLagMs", 0,
            "openContacts", false,
            "strangerErrcode", 0,
            "pageMax", 0));
    post("/corps", Map.of("corpId", CORP, "secrets", List.of(SECRET), "members", List.of(MEMBER)));
    before = received();
  }

  void contacts(List<String> ids) {
    String csv =
        ids.stream()
            .map(id -> id + "," + MEMBER)
            .collect(Collectors.joining("\n", "external_userid,member_userid\n", "\n"));
    control
        .post()
        .uri("/corps/" + CORP + "/contacts")
        .header("Content-Type", "text/csv")
        .body(csv)
        .retrieve()
        .toBodilessEntity();
  }

  void settings(Map<String, Object> changes) {
    control.put().uri("/settings").body(changes).retrieve().toBodilessEntity();
  }

  void fault(String api, String kind, Map<String, Object> more) {
    Map<String, Object> rule =
        Stream.concat(
                Map.<String, Object>of("api", api, "kind", kind).entrySet().stream(),
                more.entrySet().stream())
            .collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue));
    post("/faults", rule);
  }

  void noFaults() {
    control.delete().uri("/faults").retrieve().toBodilessEntity();
  }

  void post(String path, Object body) {
    control.post().uri(path).body(body).retrieve().toBodilessEntity();
  }

  /** Since the last {@link #fresh}. */
  int calls(String api) {
    return number("calls", api) - before.path("calls").path(api).asInt(0);
  }

  /** Since the last {@link #fresh}. */
  int tasks() {
    return received().path("tasks").asInt(0) - before.path("tasks").asInt(0);
  }

  /** Since the last {@link #fresh}. */
  int recipients() {
    return received().path("recipients").asInt(0) - before.path("recipients").asInt(0);
  }

  /** Recipients that were delivered to, since the last {@link #fresh}. */
  int delivered() {
    return number("byStatus", "1") - before.path("byStatus").path("1").asInt(0);
  }

  private int number(String group, String name) {
    return received().path(group).path(name).asInt(0);
  }

  private JsonNode received() {
    return Objects.requireNonNull(control.get().uri("/received").retrieve().body(JsonNode.class));
  }

  int port() {
    return process.port();
  }

  String url() {
    return process.url();
  }
}
