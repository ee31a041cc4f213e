package io.qunfa.account;

import io.qunfa.local.suite.ServiceProcess;
import java.util.List;
import java.util.Map;
import org.springframework.web.client.RestClient;

/** The simulated WeCom as a process of its own, which ends with this one. */
record Simulator(ServiceProcess process) implements AutoCloseable {
  static Simulator start() {
    return new Simulator(ServiceProcess.alone("simulator", List.of()));
  }

  String url() {
    return process.url();
  }

  void join(String corp, String secret, List<String> members) {
    control("/corps", Map.of("corpId", corp, "secrets", List.of(secret), "members", members));
  }

  void leave(String corp, List<String> members) {
    control("/corps/" + corp + "/members:leave", Map.of("members", members));
  }

  /** The next call of the API is answered with this number. */
  void failOnce(String api, int code) {
    control("/faults", Map.of("api", api, "kind", "ERRCODE", "code", code, "count", 1));
  }

  void takeBackAllTokens() {
    control("/tokens:invalidate", Map.of());
  }

  private void control(String path, Object body) {
    RestClient.create(url() + "/control").post().uri(path).body(body).retrieve().toBodilessEntity();
  }

  @Override
  public void close() {
    process.stop();
  }
}
