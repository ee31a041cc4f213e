import com.google.googlejavaformat.java.Formatter;
import com.google.googlejavaformat.java.FormatterException;
import com.google.googlejavaformat.java.ImportOrderer;
import com.google.googlejavaformat.java.JavaFormatterOptions;
import com.google.googlejavaformat.java.RemoveUnusedImports;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/**
 * Checks or fixes the format of every Java source below a folder, the order of its imports included.
 *
 * <p>{@code java -cp google-java-format.jar Format.java check|fix FOLDER}; exits with 1 and a list when a check finds
 * unformatted files.
 */
class Format {
  private static final Set<String> SKIPPED = Set.of("target", ".git", ".local", "node_modules");

  public static void main(String[] args) throws Exception {
    boolean fix = args[0].equals("fix");
    List<Path> unformatted = new ArrayList<>();
    for (Path file : sources(Path.of(args[1]))) {
      String source = Files.readString(file);
      String formatted = new Formatter().formatSource(sortedImports(source));
      if (!formatted.equals(source)) {
        unformatted.add(file);
        if (fix) {
          Files.writeString(file, formatted);
        }
      }
    }
    if (fix) {
      System.out.println("Formatted " + unformatted.size() + " files.");
    } else if (!unformatted.isEmpty()) {
      unformatted.forEach(file -> System.err.println("not formatted: " + file));
      System.err.println("Format them with: mvn -N verify -Dformat=fix");
      System.exit(1);
    }
  }

  /** Long strings stay as they are written: SQL and messages are broken where they read best. */
  private static String sortedImports(String source) throws FormatterException {
    String sorted = ImportOrderer.reorderImports(source, JavaFormatterOptions.Style.GOOGLE);
    return RemoveUnusedImports.removeUnusedImports(sorted);
  }

  private static List<Path> sources(Path folder) throws IOException {
    try (Stream<Path> entries = Files.walk(folder)) {
      return entries
          .filter(path -> path.toString().endsWith(".java") && !path.toString().contains("/.mvn/"))
          .filter(path -> folder.relativize(path).normalize().iterator().hasNext())
          .filter(path -> stream(folder.relativize(path)).noneMatch(SKIPPED::contains))
          .sorted()
          .toList();
    }
  }

  private static Stream<String> stream(Path path) {
    List<String> names = new ArrayList<>();
    path.forEach(name -> names.add(name.toString()));
    return names.stream();
  }
}
