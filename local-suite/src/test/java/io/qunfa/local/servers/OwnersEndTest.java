package io.qunfa.local.servers;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class OwnersEndTest {
  private static final Duration SOON = Duration.ofSeconds(10);

  /** What an owner has printed about one server. */
  private record Owned(long pid, int port, Path log) {
    boolean isAlive() {
      return ProcessHandle.of(pid).isPresent();
    }
  }

  @Test
  void serversAndTheirDataGoWithAnOwnerThatIsKilled() throws IOException {
    Process owner = owner(Map.of());
    List<Owned> servers = servers(owner);
    assertThat(servers).allMatch(Owned::isAlive);

    owner.destroyForcibly();

    await().atMost(SOON).until(() -> servers.stream().noneMatch(Owned::isAlive));
    await()
        .atMost(SOON)
        .until(() -> servers.stream().noneMatch(server -> Files.exists(server.log())));
  }

  @Test
  void lastingServersComeBackOnTheirPortsAfterTheirOwnerIsKilled(@TempDir Path folder)
      throws IOException {
    Process first = owner(Map.of(), folder.toString());
    List<Owned> before = servers(first);
    first.destroyForcibly();
    await().atMost(Duration.ofSeconds(40)).until(() -> before.stream().noneMatch(Owned::isAlive));

    Process second = owner(Map.of(), folder.toString());
    List<Owned> after = servers(second);
    second.getOutputStream().close();

    assertThat(after).extracting(Owned::port).isEqualTo(before.stream().map(Owned::port).toList());
    await().atMost(Duration.ofSeconds(60)).until(() -> !second.isAlive());
    assertThat(after).noneMatch(Owned::isAlive);
  }

  @Test
  void missingServerThatMayNotBeInstalledIsNamedInOneLine(@TempDir Path programs)
      throws IOException {
    for (String needed : List.of("bash", "id", "cat", "rm", "rmdir", "sleep", "apt-get")) {
      Path program = Path.of("/usr/bin", needed);
      if (Files.exists(program)) {
        Files.writeString(
            programs.resolve(needed), "#!/bin/sh\nexec %s \"$@\"\n".formatted(program));
        assertThat(programs.resolve(needed).toFile().setExecutable(true)).isTrue();
      }
    }

    Process owner =
        owner(
            Map.of("PATH", programs.toString(), "QUNFA_NO_INSTALL", "1", "QUNFA_SERVERS", "local"));

    String said = new String(owner.getErrorStream().readAllBytes(), UTF_8);
    assertThat(said)
        .contains("Redis is missing (no redis-server on the PATH)")
        .containsPattern("apt-get install redis-server|brew install redis");
  }

  private static Process owner(Map<String, String> environment, String... arguments)
      throws IOException {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(
        List.of("-cp", System.getProperty("java.class.path"), ServerOwner.class.getName()));
    command.addAll(List.of(arguments));
    ProcessBuilder builder = new ProcessBuilder(command);
    builder.environment().putAll(environment);
    return builder.start();
  }

  private static List<Owned> servers(Process owner) throws IOException {
    BufferedReader output = owner.inputReader(UTF_8);
    List<Owned> servers = new ArrayList<>();
    for (int i = 0; i < 3; i++) {
      String line = output.readLine();
      assertThat(line).as("a server of the owner").isNotNull();
      String[] parts = line.split(" ", 3);
      servers.add(
          new Owned(Long.parseLong(parts[0]), Integer.parseInt(parts[1]), Path.of(parts[2])));
    }
    return servers;
  }
}
