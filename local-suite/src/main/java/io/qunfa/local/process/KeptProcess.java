package io.qunfa.local.process;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.TimeUnit;

/**
 * A server process that ends with this JVM, however this JVM ends: between the two stands a small
 * bash process (see {@code keep-server.sh}) whose standard input is a pipe from here.
 *
 * <p>The pipe is closed when this object is garbage, so whoever started it keeps it reachable.
 */
public final class KeptProcess {
  /** Beside the log of each kept process stands a file of this kind that says which one it is. */
  static final String KEPT_FILE = ".kept";

  private static final String KEEPER = keeper();
  private static final Duration LONGER_THAN_A_KILL_TAKES = Duration.ofMinutes(1);

  private static final Duration BETWEEN_PROBES = Duration.ofMillis(30);
  private static final int LINES_SHOWN = 15;

  private final Launch launch;
  private final Path log;
  private final Process keeper;
  private final long pid;

  private KeptProcess(Launch launch, Path log, Process keeper, long pid) {
    this.launch = launch;
    this.log = log;
    this.keeper = keeper;
    this.pid = pid;
  }

  /** Starts the server; its output is appended to the log file. */
  public static KeptProcess start(Launch launch, Path log) {
    List<String> command = new ArrayList<>();
    command.addAll(List.of("bash", "-c", KEEPER, "keep-server"));
    command.add(Long.toString(launch.withOwner().clean() ? launch.stopBound().toSeconds() : 0));
    command.add(log.toString());
    command.add(launch.withOwner().afterwards());
    command.addAll(launch.command());
    ProcessBuilder builder = new ProcessBuilder(command).directory(log.resolveSibling("").toFile());
    builder.redirectError(ProcessBuilder.Redirect.appendTo(log.toFile()));
    launch
        .environment()
        .forEach(
            (name, value) -> {
              if (value.isEmpty()) {
                builder.environment().remove(name);
              } else {
                builder.environment().put(name, value);
              }
            });
    try {
      Process keeper = builder.start();
      BufferedReader output = keeper.inputReader(UTF_8);
      String pid = output.readLine();
      if (pid == null) {
        throw new Unavailable(
            "bash could not start " + launch.command().getFirst() + "; see " + log);
      }
      KeptProcess started = new KeptProcess(launch, log, keeper, Long.parseLong(pid));
      started.leaveNote();
      return started;
    } catch (IOException noBash) {
      throw new Unavailable(
          "Cannot run bash, which starts and stops the servers: install bash.", noBash);
    }
  }

  /** For {@link Leftovers}, should this JVM be killed. */
  private void leaveNote() {
    String name = log.getFileName().toString().replaceFirst("\\.log$", "");
    ProcessHandle.of(pid)
        .map(process -> StartedProcess.of(name, process))
        .ifPresent(started -> started.write(log.resolveSibling(name + KEPT_FILE)));
  }

  /** The server's own process id (for a container: that of the engine's client). */
  public long pid() {
    return pid;
  }

  public boolean isRunning() {
    return keeper.isAlive();
  }

  /** Whether a client can use the server now; an {@link IOException} means not yet. */
  public interface Probe {
    boolean succeeds() throws IOException;
  }

  /** Asks again and again; false when the server ended or the time is over. */
  public boolean awaitReady(Probe probe, Duration within) {
    long deadline = System.nanoTime() + within.toNanos();
    while (System.nanoTime() < deadline) {
      if (awaitEnd(BETWEEN_PROBES)) {
        return false;
      }
      try {
        if (probe.succeeds()) {
          return true;
        }
      } catch (IOException notYet) {
        // Asked again until the deadline.
      }
    }
    return false;
  }

  /** The end of what the server printed, for a message. */
  public String lastLines() {
    try {
      List<String> lines = Files.readAllLines(log);
      return String.join(
          System.lineSeparator(),
          lines.subList(Math.max(0, lines.size() - LINES_SHOWN), lines.size()));
    } catch (IOException unreadable) {
      return "(nothing readable in " + log + ")";
    }
  }

  /** Waits at most so long for the end of the server; true when it has ended. */
  public boolean awaitEnd(Duration atMost) {
    try {
      return keeper.waitFor(atMost.toMillis(), TimeUnit.MILLISECONDS);
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
      throw new Unavailable("Interrupted while waiting for a server.", interrupted);
    }
  }

  /** Ends the server cleanly within its bound, else by SIGKILL; its data stays. */
  public void stop() {
    Commands.run(launch.signals().terminate(pid));
    if (!awaitEnd(launch.stopBound())) {
      kill();
    }
  }

  /**
   * Ends the server as its owner's death would; false if it is not gone within its bound and a
   * minute.
   */
  public boolean release() {
    try {
      keeper.getOutputStream().close();
    } catch (IOException alreadyGone) {
      // The keeper has ended, so the server has.
    }
    return awaitEnd(launch.stopBound().plus(LONGER_THAN_A_KILL_TAKES));
  }

  /** SIGKILL; returns when the server is gone. */
  public void kill() {
    Commands.run(launch.signals().kill(pid));
    if (!awaitEnd(LONGER_THAN_A_KILL_TAKES)) {
      throw new Unavailable("Process " + pid + " survives SIGKILL; end it with: kill -9 " + pid);
    }
  }

  public void pause() {
    Commands.run(launch.signals().pause(pid));
  }

  public void resume() {
    Commands.run(launch.signals().resume(pid));
  }

  private static String keeper() {
    try (InputStream script =
        Objects.requireNonNull(KeptProcess.class.getResourceAsStream("keep-server.sh"))) {
      return new String(script.readAllBytes(), UTF_8);
    } catch (IOException unreadable) {
      throw new UncheckedIOException(unreadable);
    }
  }
}
