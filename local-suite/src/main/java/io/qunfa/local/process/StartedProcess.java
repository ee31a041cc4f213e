package io.qunfa.local.process;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * A process by its id and its start, so that a later one with the same id is not taken for it.
 *
 * @param name for a person
 */
public record StartedProcess(String name, long pid, Instant start) {
  /** Systems tell a start in ticks since their own, which a corrected clock moves a little. */
  private static final Duration SAME_START = Duration.ofSeconds(5);

  static StartedProcess of(String name, ProcessHandle process) {
    return new StartedProcess(
        name, process.pid(), process.info().startInstant().orElse(Instant.EPOCH));
  }

  /** Read back from a file that {@link #write} wrote; empty if it is not one. */
  static Optional<StartedProcess> read(String name, Path file) {
    try {
      String[] parts = Files.readString(file).strip().split(" ", 2);
      return parts.length == 2
          ? Optional.of(new StartedProcess(name, Long.parseLong(parts[0]), Instant.parse(parts[1])))
          : Optional.empty();
    } catch (IOException | NumberFormatException | DateTimeException notWritten) {
      return Optional.empty();
    }
  }

  void write(Path file) {
    try {
      Files.writeString(file, pid + " " + start);
    } catch (IOException failed) {
      throw new UncheckedIOException("Cannot write " + file + ": check the free space.", failed);
    }
  }

  /** The process, while it lives. */
  public Optional<ProcessHandle> alive() {
    return ProcessHandle.of(pid).filter(this::startedThen);
  }

  private boolean startedThen(ProcessHandle process) {
    Instant found = process.info().startInstant().orElse(Instant.EPOCH);
    return Duration.between(start, found).abs().compareTo(SAME_START) < 0;
  }
}
