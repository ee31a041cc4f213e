package io.qunfa.architecture;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** What {@code style.md} forbids and only the source shows. */
enum SourceRule {
  SHORT_FILES("source files have at most 400 lines") {
    @Override
    List<String> violations(Path sources) {
      return files(sources).stream()
          .filter(file -> lines(file).size() > 400)
          .map(file -> file + " has " + lines(file).size() + " lines")
          .toList();
    }
  },
  NULL_MARKED("every package, of tests too, is @NullMarked") {
    @Override
    List<String> violations(Path sources) {
      return files(sources).stream()
          .map(Path::getParent)
          .distinct()
          .filter(folder -> !isNullMarked(folder.resolve("package-info.java")))
          .map(folder -> folder + " has no package-info.java with @NullMarked")
          .toList();
    }
  },
  ONE_LOOP("only one class, the loop, catches everything") {
    @Override
    List<String> violations(Path sources) {
      List<String> catching =
          files(sources.resolve("main")).stream()
              .filter(file -> CATCH_ALL.matcher(String.join("\n", lines(file))).find())
              .map(Path::toString)
              .toList();
      return catching.size() > 1 ? catching : List.of();
    }
  },
  HIDDEN_SECRETS("a record with a secret, a password or a token hides it in its own toString") {
    @Override
    List<String> violations(Path sources) {
      return files(sources.resolve("main")).stream()
          .filter(SourceRule::showsASecret)
          .map(file -> file + " has a record that shows a secret: write its toString")
          .toList();
    }
  };

  private static final Pattern CARRIES_A_SECRET =
      Pattern.compile(
          "record\\s+\\w+\\([^)]*\\b(String|byte\\[\\])\\s+(?i:\\w*(secret|password|token))\\b");
  private static final Pattern OWN_TEXT = Pattern.compile("public String toString\\(\\)");

  private static final Pattern CATCH_ALL =
      Pattern.compile("catch\\s*\\([^)]*\\b(Exception|Throwable)\\s*(\\||\\s\\w)");

  private final String description;

  SourceRule(String description) {
    this.description = description;
  }

  String description() {
    return description;
  }

  /**
   * @param sources a module's {@code src} folder
   * @return a sentence each; empty if the rule holds
   */
  abstract List<String> violations(Path sources);

  private static boolean showsASecret(Path file) {
    String text = String.join("\n", lines(file));
    return CARRIES_A_SECRET.matcher(text).results().count()
        > OWN_TEXT.matcher(text).results().count();
  }

  private static boolean isNullMarked(Path packageInfo) {
    return Files.exists(packageInfo) && lines(packageInfo).contains("@NullMarked");
  }

  private static List<Path> files(Path folder) {
    if (!Files.isDirectory(folder)) {
      return List.of();
    }
    try (Stream<Path> all = Files.walk(folder)) {
      return new ArrayList<>(
          all.filter(file -> file.getFileName().toString().endsWith(".java")).sorted().toList());
    } catch (IOException unreadable) {
      throw new UncheckedIOException(unreadable);
    }
  }

  private static List<String> lines(Path file) {
    try {
      return Files.readAllLines(file);
    } catch (IOException unreadable) {
      throw new UncheckedIOException(unreadable);
    }
  }
}
