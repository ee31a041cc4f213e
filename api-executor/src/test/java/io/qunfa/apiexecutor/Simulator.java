package io.qunfa.apiexecutor;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import io.qunfa.local.process.KeptProcess;
import io.qunfa.local.process.Launch;
import io.qunfa.local.process.Ports;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
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

  private final KeptProcess process;
  private final int port;
  private final RestClient control;
  private JsonNode before = MissingNode.getInstance();

  private Simulator(KeptProcess process, int port) {
    this.process = process;
    this.port = port;
    this.control = RestClient.create("http://localhost:" + port + "/control");
  }

  static Simulator start() {
    int port = Ports.free();
    String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
    Launch launch =
        new Launch(
            List.of(java, "-Xmx256m", "-jar", jar().toString()),
            Map.of("SERVER_PORT", Integer.toString(port)),
            Duration.ofSeconds(5),
            new Launch.WithOwner(false, ""),
            new Launch.ProcessSignals());
    Path log = Path.of("target", "simulator.log").toAbsolutePath();
    KeptProcess process = KeptProcess.start(launch, log);
    if (!process.awaitReady(() -> answers(port), Duration.ofMinutes(3))) {
      throw new IllegalStateException("the simulator did not start:\n" + process.lastLines());
    }
    Simulator simulator = new Simulator(process, port);
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
    return port;
  }

  String url() {
    return "http://localhost:" + port;
  }

  KeptProcess process() {
    return process;
  }

  private static boolean answers(int port) throws IOException {
    try (Socket socket = new Socket("localhost", port)) {
      return socket.isConnected();
    }
  }

  private static Path jar() {
    try (Stream<Path> files = Files.list(Path.of("..", "simulator", "target"))) {
      return files
          .filter(file -> file.getFileName().toString().endsWith("-exec.jar"))
          .findFirst()
          .orElseThrow(() -> new IllegalStateException("build the module simulator first"))
          .toAbsolutePath()
          .normalize();
    } catch (IOException failed) {
      throw new UncheckedIOException(failed);
    }
  }
}
