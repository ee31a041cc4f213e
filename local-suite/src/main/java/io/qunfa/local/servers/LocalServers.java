package io.qunfa.local.servers;

import io.qunfa.local.process.Folders;
import io.qunfa.local.process.Unavailable;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;

/**
 * Real MySQL, Redis and RabbitMQ: found, fetched or containers; started privately on free ports of
 * the loopback interface, each at its first use.
 *
 * <p>The servers end with this JVM however it ends, SIGKILL included, or earlier when this object
 * is closed; keep it reachable until then. Safe for several threads.
 */
public final class LocalServers implements AutoCloseable {
  private final MysqlServer mysql;
  private final RedisServer redis;
  private final RabbitServer rabbit;
  private final Path folder;
  private final ServerOptions options;
  private final Set<Server> started = ConcurrentHashMap.newKeySet();

  private LocalServers(Path folder, ServerOptions options) {
    this.folder = Folders.privateFolder(folder.toAbsolutePath().normalize());
    this.options = options;
    ContainerEngine engine = ContainerEngine.find().orElse(null);
    this.mysql = new MysqlServer(this.folder, options, engine);
    this.redis = new RedisServer(this.folder, options, engine);
    this.rabbit = new RabbitServer(this.folder, options, engine);
  }

  /** The one set of this JVM for tests, in a folder that goes with the JVM. */
  public static LocalServers shared() {
    return Shared.SET;
  }

  /** A set whose data stay in this folder. */
  public static LocalServers in(Path folder) {
    return in(folder, ServerOptions.lasting(System.err::println));
  }

  public static LocalServers in(Path folder, ServerOptions options) {
    return new LocalServers(folder, options);
  }

  public MysqlServer mysql() {
    return startedOnce(mysql);
  }

  public RedisServer redis() {
    return startedOnce(redis);
  }

  public RabbitServer rabbit() {
    return startedOnce(rabbit);
  }

  /** Starts all three, side by side. */
  private void startAll() {
    List<CompletableFuture<Void>> starts = new ArrayList<>();
    for (Server server : servers()) {
      starts.add(CompletableFuture.runAsync(() -> startedOnce(server), Thread::startVirtualThread));
    }
    try {
      starts.forEach(CompletableFuture::join);
    } catch (CompletionException failed) {
      throw failed.getCause() instanceof Unavailable unavailable ? unavailable : failed;
    }
  }

  /**
   * Spring property name to value for all three servers, which are started; MySQL with this schema.
   */
  public Map<String, String> springProperties(String schema) {
    startAll();
    Map<String, String> properties = new LinkedHashMap<>();
    properties.put("spring.datasource.url", mysql.jdbcUrl(schema));
    properties.put("spring.datasource.username", mysql.username());
    properties.put("spring.datasource.password", mysql.password());
    properties.put("spring.data.redis.host", redis.host());
    properties.put("spring.data.redis.port", Integer.toString(redis.port()));
    if (!redis.password().isEmpty()) {
      properties.put("spring.data.redis.password", redis.password());
    }
    properties.put("spring.rabbitmq.host", rabbit.host());
    properties.put("spring.rabbitmq.port", Integer.toString(rabbit.port()));
    properties.put("spring.rabbitmq.username", rabbit.username());
    properties.put("spring.rabbitmq.password", rabbit.password());
    properties.put("spring.rabbitmq.virtual-host", rabbit.virtualHost());
    return properties;
  }

  /** Stops what was started, side by side; in an ephemeral set the data goes too. */
  @Override
  public void close() {
    CompletableFuture.allOf(
            servers().stream()
                .map(
                    server -> CompletableFuture.runAsync(server::close, Thread::startVirtualThread))
                .toArray(CompletableFuture<?>[]::new))
        .join();
    if (options.ephemeral()) {
      Folders.delete(folder);
    }
  }

  private List<Server> servers() {
    return List.of(mysql, redis, rabbit);
  }

  /** A server that a test has killed is not started by asking for it. */
  private <S extends Server> S startedOnce(S server) {
    synchronized (server) {
      if (!started.contains(server)) {
        server.start();
        started.add(server);
      }
    }
    return server;
  }

  private static final class Shared {
    private static final LocalServers SET = make();

    private static LocalServers make() {
      Path sets = Folders.ofProject().resolve("test-servers");
      deleteLeftovers(sets);
      return new LocalServers(
          sets.resolve(Long.toString(ProcessHandle.current().pid())), ServerOptions.forTests());
    }

    /** Folders of processes that are gone stay only when the machine itself went down. */
    private static void deleteLeftovers(Path sets) {
      if (!Files.isDirectory(sets)) {
        return;
      }
      try (Stream<Path> folders = Files.list(sets)) {
        folders
            .filter(folder -> folder.getFileName().toString().matches("\\d+"))
            .filter(
                folder ->
                    ProcessHandle.of(Long.parseLong(folder.getFileName().toString())).isEmpty())
            .forEach(Folders::delete);
      } catch (IOException failed) {
        throw new UncheckedIOException("Cannot list " + sets + ": check its owner.", failed);
      }
    }
  }
}
