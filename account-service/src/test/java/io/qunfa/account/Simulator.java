package io.qunfa.account;

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
import java.util.stream.Stream;
import org.springframework.web.client.RestClient;

/** The simulated WeCom as a process of its own, which ends with this one. */
final class Simulator implements AutoCloseable {
  private final KeptProcess process;
  private final String url;

  private Simulator(KeptProcess process, int port) {
    this.process = process;
    this.url = "http://localhost:" + port;
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
    KeptProcess process =
        KeptProcess.start(launch, Path.of("target", "simulator.log").toAbsolutePath());
    if (!process.awaitReady(() -> answers(port), Duration.ofMinutes(3))) {
      throw new IllegalStateException("the simulator did not start:\n" + process.lastLines());
    }
    return new Simulator(process, port);
  }

  String url() {
    return url;
  }

  void join(String corp, String secret, List<String> members) {
    control("/corps", Map.of("corpId", corp, "secrets", List.of(secret), "members", members));
  }

  void leave(String corp, List<String> members) {
    control("/corps/" + corp + "/members:leave", Map.of("members", members));
  }

  void takeBackAllTokens() {
    control("/tokens:invalidate", Map.of());
  }

  private void control(String path, Object body) {
    RestClient.create(url + "/control").post().uri(path).body(body).retrieve().toBodilessEntity();
  }

  @Override
  public void close() {
    process.stop();
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
