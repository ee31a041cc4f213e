package io.qunfa.local.servers;

import io.qunfa.local.process.Folders;
import io.qunfa.local.process.Launch;
import java.io.IOException;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * MySQL 8: every commit is durable, utf8mb4, READ COMMITTED, no binary log (there is neither a
 * replica nor a point-in-time recovery on a development machine, and a commit then costs one flush
 * as it would without one).
 */
public final class MysqlServer extends Server {
  private static final String USER = "qunfa";
  private static final int PORT_IN_IMAGE = 3306;
  private static final int PROTOCOL_10 = 10;
  private static final Duration STOP_BOUND = Duration.ofSeconds(30);
  private static final Duration PROBE_BOUND = Duration.ofSeconds(2);

  private final @Nullable ContainerEngine engine;
  private @Nullable MysqlDistribution distribution;

  MysqlServer(Path set, ServerOptions options, @Nullable ContainerEngine engine) {
    super("mysql", set, options);
    this.engine = engine;
  }

  public String username() {
    return engine == null ? USER : "root";
  }

  public String password() {
    return Folders.secret(folder().resolve("password"));
  }

  /** The address of a schema, which the first connection makes. */
  public String jdbcUrl(String schema) {
    return "jdbc:mysql://%s:%d/%s?createDatabaseIfNotExist=true&rewriteBatchedStatements=true&sslMode=DISABLED&allowPublicKeyRetrieval=true"
        .formatted(host(), port(), schema);
  }

  @Override
  void prepare() {
    if (engine != null) {
      return;
    }
    MysqlDistribution found = MysqlDistribution.get(options().notices());
    distribution = found;
    if (!Files.isDirectory(data())) {
      found.newData(data());
    }
    // One statement per line: MySQL reads this file at every start.
    Folders.writePrivately(
        users(),
        """
        CREATE USER IF NOT EXISTS '%1$s'@'%%' IDENTIFIED BY '%2$s';
        ALTER USER '%1$s'@'%%' IDENTIFIED BY '%2$s';
        GRANT ALL PRIVILEGES ON *.* TO '%1$s'@'%%' WITH GRANT OPTION;
        """
            .formatted(USER, password()),
        "rw-------");
  }

  @Override
  Launch launch(int onPort) {
    if (engine != null) {
      ContainerEngine.Container container =
          new ContainerEngine.Container(
              Versions.of("image.mysql"),
              PORT_IN_IMAGE,
              "/var/lib/mysql",
              folder(),
              Map.of("MYSQL_ROOT_PASSWORD", password()),
              settings());
      return engine.launch(container, onPort, STOP_BOUND, withOwner());
    }
    List<String> command = new ArrayList<>(Objects.requireNonNull(distribution).command());
    command.addAll(
        List.of(
            "--datadir=" + data(),
            "--port=" + onPort,
            "--bind-address=" + host(),
            "--socket=mysql.sock",
            "--pid-file=mysql.pid",
            "--init-file=" + users()));
    command.addAll(settings());
    return new Launch(command, Map.of(), STOP_BOUND, withOwner(), new Launch.ProcessSignals());
  }

  /**
   * The greeting comes from the accept loop, which begins when recovery and the init file are done.
   */
  @Override
  boolean answers() throws IOException {
    try (Socket socket = new Socket(host(), port())) {
      socket.setSoTimeout((int) PROBE_BOUND.toMillis());
      byte[] greeting = socket.getInputStream().readNBytes(5);
      return greeting.length == 5 && greeting[4] == PROTOCOL_10;
    }
  }

  private Path users() {
    return folder().resolve("users.sql");
  }

  private Path data() {
    return folder().resolve("data");
  }

  private List<String> settings() {
    return List.of(
        "--default-time-zone=" + options().mysqlTimeZone(),
        "--innodb-buffer-pool-size=" + options().mysqlBufferPool(),
        "--loose-innodb-redo-log-capacity=1G",
        "--innodb-flush-log-at-trx-commit=1",
        "--innodb-flush-method=O_DIRECT",
        "--skip-log-bin",
        "--transaction-isolation=READ-COMMITTED",
        "--character-set-server=utf8mb4",
        "--collation-server=utf8mb4_0900_ai_ci",
        "--max-connections=500",
        "--max-allowed-packet=64M",
        "--skip-name-resolve",
        "--performance-schema=OFF",
        "--mysqlx=OFF");
  }
}
