package io.qunfa.local.suite;

import io.qunfa.local.servers.LocalServers;
import io.qunfa.local.servers.MysqlServer;
import io.qunfa.local.servers.RabbitServer;
import io.qunfa.local.servers.RedisServer;
import io.qunfa.local.servers.Server;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The servers under the suite: local ones, or whatever Spring's own variables in the caller's
 * environment point at. A server that such a variable names is not started.
 */
record Backing(LocalServers servers, Map<String, String> given) {
  private static final Pattern JDBC_URL = Pattern.compile("(jdbc:[^/]+//[^/]+/)([^?]*)(\\?.*)?");

  boolean ownsMysql() {
    return !given.containsKey("SPRING_DATASOURCE_URL");
  }

  boolean ownsRedis() {
    return !given.containsKey("SPRING_DATA_REDIS_HOST")
        && !given.containsKey("SPRING_DATA_REDIS_URL");
  }

  boolean ownsRabbit() {
    return !given.containsKey("SPRING_RABBITMQ_HOST")
        && !given.containsKey("SPRING_RABBITMQ_ADDRESSES");
  }

  /** Starts the own ones, side by side, and says so. */
  void start(Consumer<String> notices) {
    long start = System.nanoTime();
    CompletableFuture.allOf(
            suppliers().stream()
                .map(
                    supplier ->
                        CompletableFuture.runAsync(
                            () -> {
                              Server server = supplier.get();
                              notices.accept(
                                  "%-15s ready after %4.1f s, %s:%d"
                                      .formatted(
                                          server.name(),
                                          (System.nanoTime() - start) / 1e9,
                                          server.host(),
                                          server.port()));
                            },
                            Thread::startVirtualThread))
                .toArray(CompletableFuture<?>[]::new))
        .join();
  }

  /** The own servers, which run. */
  List<Server> own() {
    return suppliers().stream().<Server>map(Supplier::get).toList();
  }

  private List<Supplier<? extends Server>> suppliers() {
    List<Supplier<? extends Server>> own = new ArrayList<>();
    if (ownsMysql()) {
      own.add(servers::mysql);
    }
    if (ownsRedis()) {
      own.add(servers::redis);
    }
    if (ownsRabbit()) {
      own.add(servers::rabbit);
    }
    return own;
  }

  /** The variables that lead a service to its servers, which run. */
  Map<String, String> environment(Service service) {
    Map<String, String> environment = new HashMap<>();
    if (!service.usesServers()) {
      return environment;
    }
    service.schema().ifPresent(schema -> environment.putAll(datasource(schema)));
    if (ownsRedis()) {
      RedisServer redis = servers.redis();
      environment.put("SPRING_DATA_REDIS_HOST", redis.host());
      environment.put("SPRING_DATA_REDIS_PORT", Integer.toString(redis.port()));
      environment.put("SPRING_DATA_REDIS_PASSWORD", redis.password());
    }
    if (ownsRabbit()) {
      RabbitServer rabbit = servers.rabbit();
      environment.put("SPRING_RABBITMQ_HOST", rabbit.host());
      environment.put("SPRING_RABBITMQ_PORT", Integer.toString(rabbit.port()));
      environment.put("SPRING_RABBITMQ_USERNAME", rabbit.username());
      environment.put("SPRING_RABBITMQ_PASSWORD", rabbit.password());
      environment.put("SPRING_RABBITMQ_VIRTUAL_HOST", rabbit.virtualHost());
    }
    return environment;
  }

  private Map<String, String> datasource(String schema) {
    if (!ownsMysql()) {
      return Map.of(
          "SPRING_DATASOURCE_URL",
          withSchema(given.getOrDefault("SPRING_DATASOURCE_URL", ""), schema));
    }
    MysqlServer mysql = servers.mysql();
    return Map.of(
        "SPRING_DATASOURCE_URL",
        mysql.jdbcUrl(schema),
        "SPRING_DATASOURCE_USERNAME",
        mysql.username(),
        "SPRING_DATASOURCE_PASSWORD",
        mysql.password());
  }

  /** The same server and options, another schema. */
  static String withSchema(String jdbcUrl, String schema) {
    Matcher matcher = JDBC_URL.matcher(jdbcUrl);
    if (!matcher.matches()) {
      throw new IllegalArgumentException(
          "SPRING_DATASOURCE_URL must look like jdbc:mysql://HOST:PORT/SCHEMA?OPTIONS; its schema is replaced by each service's own.");
    }
    String options = matcher.group(3);
    return matcher.group(1) + schema + (options == null ? "" : options);
  }
}
