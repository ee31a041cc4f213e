package io.qunfa.local.servers;

import java.util.function.Consumer;

/**
 * How the servers of one set are run.
 *
 * @param ephemeral the data is thrown away with the owner, so servers end by SIGKILL and their
 *     folders are deleted
 * @param redisPassword whether Redis asks for a password; MySQL and RabbitMQ always do
 * @param mysqlTimeZone MySQL's default session time zone, as {@code +HH:MM}
 * @param mysqlBufferPool InnoDB's buffer pool, in MySQL's notation
 * @param notices takes one line for a person whenever something takes long or is installed
 */
public record ServerOptions(
    boolean ephemeral,
    boolean redisPassword,
    String mysqlTimeZone,
    String mysqlBufferPool,
    Consumer<String> notices) {

  /**
   * For tests: hostile where a service may have made an assumption (the session's time zone is
   * neither UTC nor ours).
   */
  public static ServerOptions forTests() {
    return new ServerOptions(true, false, "-03:00", "512M", System.err::println);
  }

  /** For a suite that people use: data and passwords stay. */
  public static ServerOptions lasting(Consumer<String> notices) {
    return new ServerOptions(false, true, "+00:00", "1G", notices);
  }
}
