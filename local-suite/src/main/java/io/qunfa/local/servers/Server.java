package io.qunfa.local.servers;

import io.qunfa.local.process.Folders;
import io.qunfa.local.process.KeptProcess;
import io.qunfa.local.process.Launch;
import io.qunfa.local.process.Ports;
import io.qunfa.local.process.Unavailable;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * One real server, owned by this JVM: it listens on the loopback interface only and ends with its
 * owner.
 *
 * <p>Safe for several threads. A server that was stopped or killed can be started again, on the
 * same port and data.
 */
public abstract sealed class Server permits MysqlServer, RedisServer, RabbitServer {
  private static final String LOOPBACK = "127.0.0.1";
  private static final Duration READY_WITHIN = Duration.ofMinutes(4);
  private static final int PORTS_TO_TRY = 3;

  private final String name;
  private final Path set;
  private final Path folder;
  private final ServerOptions options;
  private @Nullable KeptProcess process;
  private int port;

  Server(String name, Path set, ServerOptions options) {
    this.name = name;
    this.set = set;
    this.folder = set.resolve(name);
    this.options = options;
  }

  public final String host() {
    return LOOPBACK;
  }

  public final synchronized int port() {
    if (port == 0) {
      throw new IllegalStateException(name + " was never started.");
    }
    return port;
  }

  /** The process id of the server itself (with containers: of the engine's client). */
  public final synchronized long pid() {
    return running().pid();
  }

  public final synchronized boolean isRunning() {
    return process != null && process.isRunning();
  }

  /** What the server printed. */
  public final Path log() {
    return folder.resolve("server.log");
  }

  /** Starts the server and returns when a client can use it; does nothing when it runs. */
  public final synchronized void start() {
    if (isRunning()) {
      return;
    }
    boolean firstStart = port == 0;
    if (firstStart) {
      Folders.privateFolder(folder);
      prepare();
    }
    for (int tries = 1; ; tries++) {
      if (firstStart) {
        port = choosePort();
      }
      startCompanions();
      KeptProcess started = KeptProcess.start(launch(port), log());
      process = started;
      if (started.awaitReady(this::answers, READY_WITHIN)) {
        remember(port);
        return;
      }
      boolean portWasTaken = firstStart && !started.isRunning() && !Ports.isFree(port);
      String lastWords = started.lastLines();
      if (started.isRunning()) {
        started.kill();
      }
      process = null;
      if (!portWasTaken || tries == PORTS_TO_TRY) {
        throw new Unavailable(
            "%s did not start; the end of %s says why:%n%s".formatted(name, log(), lastWords));
      }
    }
  }

  /** A clean stop; the data stays. */
  public final synchronized void stop() {
    if (isRunning()) {
      running().stop();
    }
  }

  /** SIGKILL, as a fault; the data stays as the server left it. */
  public final synchronized void kill() {
    running().kill();
  }

  /** SIGSTOP: connections stay open and nothing answers. */
  public final synchronized void pause() {
    running().pause();
  }

  /** SIGCONT after {@link #pause}. */
  public final synchronized void resume() {
    running().resume();
  }

  /**
   * The end of the server as with its owner's: cleanly, or with all its data when the set is
   * ephemeral.
   */
  synchronized void close() {
    if (process != null) {
      if (!process.release()) {
        options
            .notices()
            .accept("%s does not end; end it with: kill -9 %d".formatted(name, process.pid()));
      }
      process = null;
    }
  }

  /** Finds, fetches and lays out what the first start needs. */
  abstract void prepare();

  abstract Launch launch(int onPort);

  /** Whether a client can use the server now; an {@link IOException} means no. */
  abstract boolean answers() throws IOException;

  /** Processes that must run before the server does. */
  void startCompanions() {}

  public final String name() {
    return name;
  }

  final Path folder() {
    return folder;
  }

  final ServerOptions options() {
    return options;
  }

  /**
   * What happens to a process of this machine with its owner: a clean stop, or its end with all its
   * data.
   */
  final Launch.WithOwner withOwner() {
    return options.ephemeral()
        ? new Launch.WithOwner(false, "rm -rf %s; rmdir %s".formatted(quoted(folder), quoted(set)))
        : new Launch.WithOwner(true, "");
  }

  private KeptProcess running() {
    if (process == null) {
      throw new IllegalStateException(name + " does not run: start() it first.");
    }
    return process;
  }

  /**
   * A lasting set keeps its ports when they are free, so that addresses a person has written down
   * stay true.
   */
  private int choosePort() {
    try {
      if (Files.exists(portFile())) {
        int remembered = Integer.parseInt(Files.readString(portFile()).strip());
        if (Ports.isFree(remembered)) {
          return remembered;
        }
      }
    } catch (IOException | NumberFormatException unreadable) {
      options.notices().accept(name + ": " + portFile() + " is unreadable; another port is taken.");
    }
    return Ports.free();
  }

  private void remember(int chosen) {
    try {
      Files.writeString(portFile(), Integer.toString(chosen));
    } catch (IOException failed) {
      throw new UncheckedIOException(
          "Cannot write " + portFile() + ": check the free space.", failed);
    }
  }

  private Path portFile() {
    return folder.resolve("port");
  }

  private static String quoted(Path path) {
    return "'" + path.toString().replace("'", "'\\''") + "'";
  }
}
