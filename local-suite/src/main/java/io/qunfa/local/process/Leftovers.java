package io.qunfa.local.process;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Stream;

/**
 * Kept processes whose logs are in some folder and that still run: after their owner was killed
 * they take their time to stop, and nothing may be started in their place before.
 */
public record Leftovers(List<StartedProcess> processes) {

  /** Those with a log in this folder or in one directly below it. */
  public static Leftovers in(Path folder) {
    List<StartedProcess> alive = new ArrayList<>();
    for (Path entry : entries(folder)) {
      if (Files.isDirectory(entry)) {
        entries(entry).forEach(file -> addIfAlive(folder, file, alive));
      } else {
        addIfAlive(folder, entry, alive);
      }
    }
    return new Leftovers(alive);
  }

  private static void addIfAlive(Path folder, Path file, List<StartedProcess> alive) {
    if (file.getFileName().toString().endsWith(KeptProcess.KEPT_FILE)) {
      StartedProcess.read(name(folder, file), file)
          .filter(kept -> kept.alive().isPresent())
          .ifPresent(alive::add);
    }
  }

  private static List<Path> entries(Path folder) {
    if (!Files.isDirectory(folder)) {
      return List.of();
    }
    try (Stream<Path> entries = Files.list(folder)) {
      return entries.sorted().toList();
    } catch (IOException failed) {
      throw new UncheckedIOException("Cannot list " + folder + ": check its owner.", failed);
    }
  }

  public Leftovers and(Leftovers others) {
    return new Leftovers(Stream.concat(processes.stream(), others.processes.stream()).toList());
  }

  public boolean areNone() {
    return processes.isEmpty();
  }

  /** For a person. */
  public String names() {
    return String.join(", ", processes.stream().map(StartedProcess::name).toList());
  }

  /** Returns when all have ended; {@link Unavailable} with what to do when that takes too long. */
  public void awaitEnd(Duration atMost) {
    CompletableFuture<?> ends =
        CompletableFuture.allOf(
            processes.stream()
                .flatMap(kept -> kept.alive().stream())
                .map(ProcessHandle::onExit)
                .toArray(CompletableFuture<?>[]::new));
    try {
      ends.get(atMost.toMillis(), TimeUnit.MILLISECONDS);
    } catch (TimeoutException tooLong) {
      throw new Unavailable(
          "These do not end: %s. End them with: kill -9 %s"
              .formatted(
                  names(),
                  String.join(
                      " ", processes.stream().map(kept -> Long.toString(kept.pid())).toList())),
          tooLong);
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
      throw new Unavailable("Interrupted while waiting for " + names() + ".", interrupted);
    } catch (ExecutionException impossible) {
      throw new IllegalStateException(impossible);
    }
  }

  /** {@code mysql} for {@code mysql/server.kept}, {@code gateway} for {@code gateway.kept}. */
  private static String name(Path folder, Path file) {
    Path within = folder.relativize(file);
    String own = file.getFileName().toString().replace(KeptProcess.KEPT_FILE, "");
    return own.equals("server") ? within.getName(0).toString() : own;
  }
}
