package io.qunfa.local.suite;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** A heap holds secrets and tokens, so nothing of ours asks a JVM to write one to a disk. */
class NoHeapDumpsTest {
  private static final String FLAG = "+HeapDump" + "OnOutOfMemoryError";
  private static final Set<String> NOT_OURS = Set.of("target", ".git", ".local", "node_modules");

  @Test
  void noStartOfAJvmAsksForOne() throws IOException {
    Path root = Path.of("").toAbsolutePath().resolve("..").normalize();

    try (Stream<Path> files = Files.walk(root)) {
      List<Path> starting =
          files
              .filter(file -> isOurs(root.relativize(file)))
              .filter(Files::isRegularFile)
              .filter(NoHeapDumpsTest::mayStartAJvm)
              .toList();

      assertThat(starting).contains(root.resolve("qunfa"), root.resolve("pom.xml"));
      assertThat(starting).noneMatch(file -> text(file).contains(FLAG));
    }
  }

  private static boolean isOurs(Path file) {
    for (Path part : file) {
      if (NOT_OURS.contains(part.toString())) {
        return false;
      }
    }
    return true;
  }

  private static boolean mayStartAJvm(Path file) {
    String name = file.getFileName().toString();
    return name.equals("qunfa")
        || name.startsWith("Dockerfile")
        || name.matches(".*\\.(java|xml|sh|yml|yaml|tpl|properties|config)");
  }

  private static String text(Path file) {
    try {
      return Files.readString(file, StandardCharsets.ISO_8859_1);
    } catch (IOException unreadable) {
      throw new UncheckedIOException(unreadable);
    }
  }
}
