package io.qunfa.local.suite;

import java.util.Arrays;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A runnable module: where it listens by default, how much heap it gets, and the schema it owns.
 */
enum Service {
  SIMULATOR("simulator", 8090, "1g", null),
  DATA("data-service", 8084, "256m", "qunfa_data"),
  ACCOUNT("account-service", 8083, "256m", "qunfa_account"),
  TASK("task-service", 8082, "256m", "qunfa_task"),
  API_EXECUTOR("api-executor", 8081, "256m", null),
  GATEWAY("gateway", 8080, "256m", null);

  private final String module;
  private final int defaultPort;
  private final String heap;
  private final @Nullable String schema;

  Service(String module, int defaultPort, String heap, @Nullable String schema) {
    this.module = module;
    this.defaultPort = defaultPort;
    this.heap = heap;
    this.schema = schema;
  }

  String module() {
    return module;
  }

  int defaultPort() {
    return defaultPort;
  }

  String heap() {
    return heap;
  }

  Optional<String> schema() {
    return Optional.ofNullable(schema);
  }

  /** The simulator is the outside world: it uses none of the servers. */
  boolean usesServers() {
    return this != SIMULATOR;
  }

  static Service of(String module) {
    return Arrays.stream(values())
        .filter(service -> service.module.equals(module))
        .findFirst()
        .orElseThrow(
            () ->
                new IllegalArgumentException(
                    "No service "
                        + module
                        + "; there are "
                        + Arrays.stream(values()).map(Service::module).toList()));
  }
}
