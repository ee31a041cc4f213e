package io.qunfa.local.servers;

import static java.nio.charset.StandardCharsets.US_ASCII;

import io.qunfa.local.process.Commands;
import io.qunfa.local.process.Folders;
import io.qunfa.local.process.Launch;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.Socket;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Redis with an append-only file, flushed every second: a restart keeps all but the last second.
 */
public final class RedisServer extends Server {
  private static final int PORT_IN_IMAGE = 6379;
  private static final Duration STOP_BOUND = Duration.ofSeconds(10);
  private static final Duration PROBE_BOUND = Duration.ofSeconds(2);

  private final @Nullable ContainerEngine engine;
  private @Nullable Path program;

  RedisServer(Path set, ServerOptions options, @Nullable ContainerEngine engine) {
    super("redis", set, options);
    this.engine = engine;
  }

  /** Empty when this server asks for none. */
  public String password() {
    return options().redisPassword() ? Folders.secret(folder().resolve("password")) : "";
  }

  @Override
  void prepare() {
    Folders.privateFolder(folder().resolve("data"));
    if (engine == null) {
      if (Commands.find("redis-server").isEmpty()) {
        DebianPackages.install(
            List.of("redis-server"),
            "Redis is missing (no redis-server on the PATH)",
            "brew install redis, or the package redis of your system",
            options().notices());
      }
      program = Commands.find("redis-server").orElseThrow();
    }
  }

  @Override
  Launch launch(int onPort) {
    List<String> settings =
        List.of(
            "--appendonly",
            "yes",
            "--appendfsync",
            "everysec",
            "--save",
            "",
            "--maxmemory-policy",
            "noeviction");
    if (engine != null) {
      // The image's shell puts the password on the command line inside the container only.
      List<String> arguments =
          List.of(
              "sh",
              "-c",
              "exec redis-server \"$@\" ${PASSWORD:+--requirepass \"$PASSWORD\"}",
              "redis");
      ContainerEngine.Container container =
          new ContainerEngine.Container(
              Versions.of("image.redis"),
              PORT_IN_IMAGE,
              "/data",
              folder(),
              Map.of("PASSWORD", password()),
              Stream.concat(arguments.stream(), settings.stream()).toList());
      return engine.launch(container, onPort, STOP_BOUND, withOwner());
    }
    Path file = folder().resolve("redis.conf");
    Folders.writePrivately(file, configuration(onPort), "rw-------");
    List<String> command = List.of(Objects.requireNonNull(program).toString(), file.toString());
    return new Launch(command, Map.of(), STOP_BOUND, withOwner(), new Launch.ProcessSignals());
  }

  private String configuration(int onPort) {
    String common =
        """
        port %d
        bind %s
        dir "%s"
        daemonize no
        appendonly yes
        appendfsync everysec
        save ""
        maxmemory-policy noeviction
        """
            .formatted(onPort, host(), folder().resolve("data"));
    return password().isEmpty() ? common : common + "requirepass " + password() + "\n";
  }

  /** While it loads its file, Redis answers a PING with an error. */
  @Override
  boolean answers() throws IOException {
    try (Socket socket = new Socket(host(), port());
        BufferedReader answers =
            new BufferedReader(new InputStreamReader(socket.getInputStream(), US_ASCII))) {
      socket.setSoTimeout((int) PROBE_BOUND.toMillis());
      String login = password().isEmpty() ? "" : "AUTH " + password() + "\r\n";
      socket.getOutputStream().write((login + "PING\r\n").getBytes(US_ASCII));
      if (!login.isEmpty() && !"+OK".equals(answers.readLine())) {
        return false;
      }
      return "+PONG".equals(answers.readLine());
    }
  }
}
