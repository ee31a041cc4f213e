package io.qunfa.local.servers;

import io.qunfa.local.process.Commands;
import io.qunfa.local.process.Folders;
import io.qunfa.local.process.KeptProcess;
import io.qunfa.local.process.Launch;
import io.qunfa.local.process.Ports;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** RabbitMQ, one node with no plugins, beside an Erlang port mapper of its own. */
public final class RabbitServer extends Server {
  private static final String USER = "qunfa";
  private static final int PORT_IN_IMAGE = 5672;
  private static final Duration STOP_BOUND = Duration.ofSeconds(30);
  private static final Duration PROBE_BOUND = Duration.ofSeconds(2);
  // The packages' wrapper on the PATH switches to the system's own user and node, so the scripts
  // behind it come first.
  private static final String[] SCRIPTS = {
    "/usr/lib/rabbitmq/bin/rabbitmq-server",
    "/opt/homebrew/opt/rabbitmq/sbin/rabbitmq-server",
    "/usr/local/opt/rabbitmq/sbin/rabbitmq-server",
    "rabbitmq-server"
  };

  private final @Nullable ContainerEngine engine;
  private @Nullable Path script;
  private @Nullable KeptProcess portMapper;
  private int portMapperPort;

  RabbitServer(Path set, ServerOptions options, @Nullable ContainerEngine engine) {
    super("rabbitmq", set, options);
    this.engine = engine;
  }

  public String username() {
    return USER;
  }

  public String password() {
    return Folders.secret(folder().resolve("password"));
  }

  public String virtualHost() {
    return "/";
  }

  @Override
  void prepare() {
    if (engine != null) {
      return;
    }
    if (script().isEmpty() || Commands.find("epmd").isEmpty()) {
      DebianPackages.install(
          List.of("rabbitmq-server"),
          "RabbitMQ is missing (no rabbitmq-server and epmd on the PATH)",
          "brew install rabbitmq, or the package rabbitmq-server of your system",
          options().notices());
    }
    script = script().orElseThrow();
    Path home = Folders.privateFolder(folder().resolve("home"));
    Path cookie = home.resolve(".erlang.cookie");
    if (!Files.exists(cookie)) {
      Folders.writePrivately(cookie, Folders.secret(folder().resolve("cookie")), "r--------");
    }
  }

  @Override
  void startCompanions() {
    if (engine != null || (portMapper != null && portMapper.isRunning())) {
      return;
    }
    portMapperPort = Ports.free();
    List<String> command =
        List.of(
            Commands.find("epmd").orElseThrow().toString(),
            "-port",
            Integer.toString(portMapperPort),
            "-address",
            host());
    // Killed with its owner: it keeps nothing.
    Launch launch =
        new Launch(
            command,
            Map.of(),
            Duration.ZERO,
            new Launch.WithOwner(false, ""),
            new Launch.ProcessSignals());
    portMapper = KeptProcess.start(launch, folder().resolve("epmd.log"));
  }

  @Override
  synchronized void close() {
    super.close();
    if (portMapper != null) {
      if (!portMapper.release()) {
        options().notices().accept("epmd does not end; end it with: kill -9 " + portMapper.pid());
      }
      portMapper = null;
    }
  }

  @Override
  Launch launch(int onPort) {
    if (engine != null) {
      ContainerEngine.Container container =
          new ContainerEngine.Container(
              Versions.of("image.rabbitmq"),
              PORT_IN_IMAGE,
              "/var/lib/rabbitmq",
              folder(),
              Map.of(
                  "RABBITMQ_DEFAULT_USER",
                  USER,
                  "RABBITMQ_DEFAULT_PASS",
                  password(),
                  "RABBITMQ_NODENAME",
                  "qunfa@localhost"),
              List.of());
      return engine.launch(container, onPort, STOP_BOUND, withOwner());
    }
    Folders.writePrivately(
        folder().resolve("rabbitmq.conf"),
        """
        listeners.tcp.local = %s:%d
        default_user = %s
        default_pass = %s
        disk_free_limit.absolute = 200MB
        """
            .formatted(host(), onPort, USER, password()),
        "rw-------");
    write(folder().resolve("enabled_plugins"), "[].\n");
    List<String> command = List.of(Objects.requireNonNull(script).toString());
    return new Launch(
        command, environment(onPort), STOP_BOUND, withOwner(), new Launch.ProcessSignals());
  }

  @Override
  boolean answers() throws IOException {
    return AmqpLogin.succeeds(host(), port(), username(), password(), PROBE_BOUND);
  }

  private Map<String, String> environment(int onPort) {
    String loopbackOnly = "-kernel inet_dist_use_interface {127,0,0,1}";
    Map<String, String> environment = new HashMap<>();
    // What a person has set for a broker of the system must not reach this one.
    System.getenv().keySet().stream()
        .filter(name -> name.startsWith("RABBITMQ_") || name.startsWith("ERL_"))
        .forEach(name -> environment.put(name, ""));
    environment.putAll(
        Map.ofEntries(
            Map.entry("HOME", folder().resolve("home").toString()),
            Map.entry("ERL_EPMD_PORT", Integer.toString(portMapperPort)),
            Map.entry("ERL_EPMD_ADDRESS", host()),
            Map.entry("RABBITMQ_NODENAME", "qunfa@localhost"),
            Map.entry("RABBITMQ_NODE_IP_ADDRESS", host()),
            Map.entry("RABBITMQ_NODE_PORT", Integer.toString(onPort)),
            Map.entry("RABBITMQ_DIST_PORT", Integer.toString(Ports.free())),
            Map.entry("RABBITMQ_SERVER_ADDITIONAL_ERL_ARGS", loopbackOnly),
            Map.entry("RABBITMQ_CONFIG_FILE", folder().resolve("rabbitmq.conf").toString()),
            Map.entry("RABBITMQ_CONF_ENV_FILE", folder().resolve("none").toString()),
            Map.entry("RABBITMQ_ADVANCED_CONFIG_FILE", folder().resolve("none").toString()),
            Map.entry("RABBITMQ_MNESIA_BASE", folder().resolve("data").toString()),
            Map.entry("RABBITMQ_LOG_BASE", folder().resolve("log").toString()),
            Map.entry("RABBITMQ_PID_FILE", folder().resolve("rabbitmq.pid").toString()),
            Map.entry(
                "RABBITMQ_ENABLED_PLUGINS_FILE", folder().resolve("enabled_plugins").toString()),
            // Makes the script become the broker instead of its parent, so that signals and kills
            // reach the broker.
            Map.entry("RUNNING_UNDER_SYSTEMD", "true")));
    return environment;
  }

  private static Optional<Path> script() {
    return Commands.find(SCRIPTS);
  }

  private static void write(Path file, String content) {
    try {
      Files.writeString(file, content);
    } catch (IOException failed) {
      throw new UncheckedIOException("Cannot write " + file + ": check the free space.", failed);
    }
  }
}
