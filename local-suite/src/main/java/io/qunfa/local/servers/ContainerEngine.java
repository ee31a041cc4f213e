package io.qunfa.local.servers;

import io.qunfa.local.process.Commands;
import io.qunfa.local.process.Launch;
import io.qunfa.local.process.Unavailable;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A container engine with Docker's command line. Its client runs in the foreground under the same
 * keeper as a bare server, so containers end with their owner too, without a privileged companion
 * container.
 */
record ContainerEngine(String command) {
  private static final String CHOICE = "QUNFA_SERVERS";

  /**
   * The engine to use: none when there is none that answers, or when {@code QUNFA_SERVERS=local}.
   */
  static Optional<ContainerEngine> find() {
    String choice = System.getenv().getOrDefault(CHOICE, "");
    if (choice.equals("local")) {
      return Optional.empty();
    }
    Optional<ContainerEngine> engine =
        List.of("docker", "podman").stream()
            .filter(command -> Commands.find(command).isPresent())
            .filter(command -> Commands.run(List.of(command, "info")).succeeded())
            .findFirst()
            .map(ContainerEngine::new);
    if (engine.isEmpty() && choice.equals("containers")) {
      throw new Unavailable(
          "QUNFA_SERVERS=containers, but neither `docker info` nor `podman info` answers: start the engine, or unset the variable.");
    }
    return engine;
  }

  /**
   * One server in a container, its data in a volume of its own.
   *
   * @param folder the server's folder: makes the names of container and volume unique
   * @param dataPath where the image keeps its data
   */
  record Container(
      String image,
      int imagePort,
      String dataPath,
      Path folder,
      Map<String, String> environment,
      List<String> arguments) {

    String name() {
      return "qunfa-"
          + folder.getFileName()
          + "-"
          + Integer.toHexString(folder.toString().hashCode());
    }
  }

  /**
   * The volume outlives a killed container; it goes with the owner when a clean stop is not asked
   * for.
   */
  Launch launch(Container container, int port, Duration stopBound, Launch.WithOwner withOwner) {
    List<String> run = new ArrayList<>();
    String name = container.name();
    run.addAll(List.of(command, "run", "--rm", "--name", name));
    run.addAll(List.of("--publish", "127.0.0.1:" + port + ":" + container.imagePort()));
    run.addAll(List.of("--volume", name + ":" + container.dataPath()));
    // Values stay out of the process list: the client takes them from its own environment.
    container.environment().keySet().forEach(variable -> run.addAll(List.of("--env", variable)));
    run.add(container.image());
    run.addAll(container.arguments());
    String remove =
        command
            + " rm -f "
            + name
            + (withOwner.clean() ? "" : "; " + command + " volume rm " + name);
    return new Launch(
        run,
        container.environment(),
        stopBound,
        new Launch.WithOwner(withOwner.clean(), remove + "; " + withOwner.afterwards()),
        new ContainerSignals(command, name, stopBound));
  }

  /** The engine acts on the container; the process id is that of its client. */
  private record ContainerSignals(String command, String name, Duration stopBound)
      implements Launch.Signals {
    @Override
    public List<String> terminate(long pid) {
      return List.of(command, "stop", "-t", Long.toString(stopBound.toSeconds()), name);
    }

    @Override
    public List<String> kill(long pid) {
      return List.of(command, "kill", name);
    }

    @Override
    public List<String> pause(long pid) {
      return List.of(command, "pause", name);
    }

    @Override
    public List<String> resume(long pid) {
      return List.of(command, "unpause", name);
    }
  }
}
