package io.qunfa.local.suite;

import io.qunfa.local.process.Folders;
import io.qunfa.local.process.KeptProcess;
import io.qunfa.local.process.Launch;
import io.qunfa.local.process.Ports;
import io.qunfa.local.process.Unavailable;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * One running copy of a service, a process that ends with this JVM. It can be stopped or killed and
 * started again, on the same port with the same environment. Safe for several threads.
 */
public final class ServiceProcess {
  private static final Duration READY_WITHIN = Duration.ofMinutes(6);
  private static final Duration PROBE_BOUND = Duration.ofSeconds(5);
  private static final HttpClient HTTP =
      HttpClient.newBuilder().connectTimeout(PROBE_BOUND).build();

  private final String name;
  private final int port;
  private final Launch launch;
  private final Path log;
  private @Nullable KeptProcess process;

  ServiceProcess(String name, int port, Launch launch, Path log) {
    this.name = name;
    this.port = port;
    this.launch = launch;
    this.log = log;
  }

  /**
   * A service without the suite, for a test of one module: on a free port, logging to {@code
   * target/MODULE.log}. Returns when it is ready.
   */
  public static ServiceProcess alone(String module, List<String> arguments) {
    int port = Ports.free();
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(List.of("-Xmx256m", "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1"));
    command.addAll(List.of("-jar", new Jars(Folders.project()).of(module).toString()));
    command.addAll(arguments);
    Launch launch =
        new Launch(
            command,
            Map.of("SERVER_PORT", Integer.toString(port)),
            Duration.ofSeconds(5),
            new Launch.WithOwner(false, ""),
            new Launch.ProcessSignals());
    Path log = Path.of("target", module + ".log").toAbsolutePath();
    return new ServiceProcess(module, port, launch, log).start().awaitReady();
  }

  /** The module's name; replicas have a number behind it. */
  public String name() {
    return name;
  }

  public int port() {
    return port;
  }

  public String url() {
    return "http://localhost:" + port;
  }

  public Path log() {
    return log;
  }

  public synchronized long pid() {
    return running().pid();
  }

  public synchronized boolean isRunning() {
    return process != null && process.isRunning();
  }

  /** Starts the process, without waiting for it; does nothing when it runs. */
  public synchronized ServiceProcess start() {
    if (!isRunning()) {
      process = KeptProcess.start(launch, log);
    }
    return this;
  }

  /** Returns when the service says that it is ready; with its last words when it ended instead. */
  public ServiceProcess awaitReady() {
    KeptProcess awaited;
    synchronized (this) {
      awaited = running();
    }
    if (!awaited.awaitReady(this::isReady, READY_WITHIN)) {
      String what =
          awaited.isRunning()
              ? "is not ready after " + READY_WITHIN.toMinutes() + " minutes"
              : "did not start";
      throw new Unavailable(
          "%s %s. The end of %s says why; mend that and start again:%n%s"
              .formatted(name, what, log, awaited.lastLines()));
    }
    return this;
  }

  /** SIGTERM, and SIGKILL if that takes too long. */
  public synchronized void stop() {
    if (isRunning()) {
      running().stop();
    }
  }

  /** SIGKILL, as a fault. */
  public synchronized void kill() {
    running().kill();
  }

  /** SIGSTOP: connections stay open and nothing answers. */
  public synchronized void pause() {
    running().pause();
  }

  /** SIGCONT after {@link #pause}. */
  public synchronized void resume() {
    running().resume();
  }

  /** The end of the process as with its owner's; false if it does not end. */
  synchronized boolean close() {
    return process == null || process.release();
  }

  private boolean isReady() throws IOException {
    HttpRequest request =
        HttpRequest.newBuilder(URI.create(url() + "/actuator/health/readiness"))
            .timeout(PROBE_BOUND)
            .build();
    try {
      return HTTP.send(request, HttpResponse.BodyHandlers.discarding()).statusCode() == 200;
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
      throw new Unavailable("Interrupted while waiting for " + name + ".", interrupted);
    }
  }

  private KeptProcess running() {
    if (process == null) {
      throw new IllegalStateException(name + " was never started.");
    }
    return process;
  }
}
