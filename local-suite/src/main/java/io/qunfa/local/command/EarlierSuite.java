package io.qunfa.local.command;

import io.qunfa.local.process.Leftovers;
import java.nio.file.Path;
import java.time.Duration;

/**
 * What a suite of this project still runs after its supervisor was killed: everything stops by
 * itself then, services within 40 seconds, servers within 30, and until then holds its ports and
 * data.
 */
final class EarlierSuite {
  static final Duration STOP_BOUND = Duration.ofMinutes(2);

  private EarlierSuite() {}

  static Leftovers of(Path project) {
    Path folder = project.resolve(".local");
    return Leftovers.in(folder.resolve("logs")).and(Leftovers.in(folder.resolve("servers")));
  }
}
