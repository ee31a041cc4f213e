package io.qunfa.local.command;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;

/** A table of what runs: service, port, process id, health. */
final class Status {
  private static final Duration BOUND = Duration.ofSeconds(3);
  private static final String ROW = "%-18s %6s %8s  %s%n";

  private final Path project;
  private final HttpClient http = HttpClient.newBuilder().connectTimeout(BOUND).build();

  Status(Path project) {
    this.project = project;
  }

  /** Done only if all is up. */
  ExitCode run() {
    Optional<RunState> state = RunState.read(project);
    if (state.isEmpty()) {
      System.out.println("Nothing runs here. ./qunfa up starts it.");
      return ExitCode.NOT_RUNNING;
    }
    if (state.get().phase() == RunState.Phase.STARTING) {
      System.out.println("The suite is starting; ./qunfa up shows how far it is.");
      return ExitCode.FAILED;
    }
    System.out.printf(ROW, "SERVICE", "PORT", "PID", "HEALTH");
    boolean allUp = true;
    for (RunState.Running service : state.get().services()) {
      String health = health(service);
      allUp &= health.equals("up");
      print(service, health);
    }
    for (RunState.Running server : state.get().servers()) {
      String health = listens(server) ? "up" : "down, see " + server.log();
      allUp &= health.equals("up");
      print(server, health);
    }
    return allUp ? ExitCode.DONE : ExitCode.FAILED;
  }

  private static void print(RunState.Running running, String health) {
    System.out.printf(ROW, running.name(), running.port(), running.pid(), health);
  }

  private String health(RunState.Running service) {
    URI uri = URI.create("http://localhost:" + service.port() + "/actuator/health/readiness");
    try {
      int status =
          http.send(
                  HttpRequest.newBuilder(uri).timeout(BOUND).build(),
                  HttpResponse.BodyHandlers.discarding())
              .statusCode();
      return status == 200 ? "up" : "not ready (HTTP " + status + "), see " + service.log();
    } catch (IOException unreachable) {
      return "down, see " + service.log();
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
      return "not asked (interrupted)";
    }
  }

  private static boolean listens(RunState.Running server) {
    try (Socket socket = new Socket()) {
      socket.connect(
          new InetSocketAddress(InetAddress.getLoopbackAddress(), server.port()),
          (int) BOUND.toMillis());
      return true;
    } catch (IOException refused) {
      return false;
    }
  }
}
