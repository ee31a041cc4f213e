package io.qunfa.local.process;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.LongConsumer;
import java.util.stream.Stream;

/** Short commands of this machine, run to their end. */
public final class Commands {
  private static final long PATIENCE_SECONDS = 10;

  private Commands() {}

  /** What a command printed (both streams) and how it ended. */
  public record Result(int exitCode, String output) {
    public boolean succeeded() {
      return exitCode == 0;
    }
  }

  /** Runs a command; a command that cannot be started ends with 127, as in a shell. */
  public static Result run(List<String> command) {
    return run(command, Map.of());
  }

  public static Result run(List<String> command, Map<String, String> environment) {
    ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
    builder.environment().putAll(environment);
    try {
      Process process = builder.start();
      process.getOutputStream().close();
      String output = new String(process.getInputStream().readAllBytes(), UTF_8);
      return new Result(process.waitFor(), output);
    } catch (IOException notFound) {
      return new Result(127, String.valueOf(notFound.getMessage()));
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
      throw new Unavailable("Interrupted while running " + command.getFirst() + ".", interrupted);
    }
  }

  /** Runs a command that may take minutes; says every ten seconds how many have passed. */
  public static Result run(List<String> command, LongConsumer secondsSoFar) {
    try {
      Path output = Files.createTempFile("qunfa", ".log");
      try {
        Process process =
            new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(output.toFile())
                .start();
        process.getOutputStream().close();
        for (long seconds = PATIENCE_SECONDS;
            !process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS);
            seconds += PATIENCE_SECONDS) {
          secondsSoFar.accept(seconds);
        }
        return new Result(process.exitValue(), Files.readString(output));
      } finally {
        Files.delete(output);
      }
    } catch (IOException failed) {
      throw new UncheckedIOException("Cannot run " + command.getFirst() + ".", failed);
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
      throw new Unavailable("Interrupted while running " + command.getFirst() + ".", interrupted);
    }
  }

  /**
   * The first executable of these names: an absolute name as it is, else on the PATH and in the
   * usual sbin folders.
   */
  public static Optional<Path> find(String... names) {
    String path = System.getenv().getOrDefault("PATH", "");
    List<String> folders =
        Stream.concat(
                Stream.of(path.split(":", -1)),
                Stream.of(
                    "/usr/sbin",
                    "/usr/local/sbin",
                    "/opt/homebrew/bin",
                    "/opt/homebrew/sbin",
                    "/usr/local/bin"))
            .filter(folder -> !folder.isEmpty())
            .toList();
    return Stream.of(names)
        .flatMap(
            name ->
                name.startsWith("/")
                    ? Stream.of(Path.of(name))
                    : folders.stream().map(folder -> Path.of(folder, name)))
        .filter(file -> Files.isExecutable(file) && !Files.isDirectory(file))
        .findFirst();
  }
}
