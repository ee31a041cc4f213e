package io.qunfa.local.command;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.qunfa.local.process.Folders;
import io.qunfa.local.suite.Suite;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * What the supervisor tells the other commands, in {@code .local/run/suite.json}.
 *
 * @param supervisorPid the process that owns servers and services
 * @param supervisorStart its start, so that a later process with the same id is not taken for it
 * @param startedWith the build and the environment that run
 * @param wecomUrl where the API channel's calls go
 * @param simulated whether that is the own simulator
 * @param adminPassword also in {@code .local/secrets.properties}; this file is as private
 */
record RunState(
    long supervisorPid,
    String supervisorStart,
    Phase phase,
    StartedWith startedWith,
    String wecomUrl,
    boolean simulated,
    String adminUser,
    String adminPassword,
    List<Running> services,
    List<Running> servers) {

  RunState {
    // Of a suite that an earlier version has started nothing is known, so it differs in everything.
    startedWith = Objects.requireNonNullElse(startedWith, StartedWith.UNKNOWN);
  }

  enum Phase {
    STARTING,
    READY
  }

  /** A process of the suite. */
  record Running(String name, int port, long pid, String log) {}

  private static final ObjectMapper JSON = new ObjectMapper();

  static RunState starting(ProcessHandle supervisor, StartedWith startedWith) {
    return new RunState(
        supervisor.pid(),
        startOf(supervisor),
        Phase.STARTING,
        startedWith,
        "",
        false,
        "",
        "",
        List.of(),
        List.of());
  }

  static RunState ready(ProcessHandle supervisor, StartedWith startedWith, Suite suite) {
    return new RunState(
        supervisor.pid(),
        startOf(supervisor),
        Phase.READY,
        startedWith,
        suite.wecomUrl(),
        suite.isSimulated(),
        suite.adminUser(),
        suite.adminPassword(),
        suite.processes().stream()
            .map(
                service ->
                    new Running(
                        service.name(), service.port(), service.pid(), service.log().toString()))
            .toList(),
        suite.ownServers().stream()
            .map(
                server ->
                    new Running(
                        server.name(), server.port(), server.pid(), server.log().toString()))
            .toList());
  }

  /** The state that a live supervisor has written; empty when none runs. */
  static Optional<RunState> read(Path project) {
    Path file = file(project);
    if (!Files.exists(file)) {
      return Optional.empty();
    }
    try {
      RunState state = JSON.readValue(file.toFile(), RunState.class);
      return state.supervisor().isPresent() ? Optional.of(state) : Optional.empty();
    } catch (IOException unreadable) {
      throw new UncheckedIOException(
          "Cannot read " + file + ": delete it, then run ./qunfa up.", unreadable);
    }
  }

  void write(Path project) {
    Path file = file(project);
    Path written = file.resolveSibling("suite.json.part");
    try {
      Folders.writePrivately(
          written, JSON.writerWithDefaultPrettyPrinter().writeValueAsString(this), "rw-------");
      Files.move(
          written, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    } catch (IOException failed) {
      throw new UncheckedIOException("Cannot write " + file + ": check the free space.", failed);
    }
  }

  static void delete(Path project) {
    try {
      Files.deleteIfExists(file(project));
    } catch (IOException failed) {
      throw new UncheckedIOException("Cannot delete " + file(project) + ".", failed);
    }
  }

  Optional<ProcessHandle> supervisor() {
    return ProcessHandle.of(supervisorPid)
        .filter(process -> startOf(process).equals(supervisorStart));
  }

  String url(String service) {
    return services.stream()
        .filter(running -> running.name().equals(service))
        .findFirst()
        .map(running -> "http://localhost:" + running.port())
        .orElseThrow();
  }

  private static Path file(Path project) {
    return Folders.privateFolder(project.resolve(".local/run")).resolve("suite.json");
  }

  private static String startOf(ProcessHandle process) {
    return process.info().startInstant().map(Object::toString).orElse("");
  }
}
