package io.qunfa.local.suite;

import io.qunfa.local.process.Commands;
import io.qunfa.local.process.Folders;
import io.qunfa.local.process.Unavailable;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;

/** The executable jars that the build has made below the project's folder. */
record Jars(Path project) {

  Path of(String module) {
    Path target = project.resolve(module).resolve("target");
    if (Files.isDirectory(target)) {
      try (DirectoryStream<Path> jars = Files.newDirectoryStream(target, module + "-*-exec.jar")) {
        for (Path jar : jars) {
          return jar;
        }
      } catch (IOException failed) {
        throw new UncheckedIOException("Cannot list " + target + ".", failed);
      }
    }
    throw new Unavailable(
        "%s is not built (no jar in %s): run mvn -DskipTests install in %s first."
            .formatted(module, target, project));
  }

  /** When a module's jar was built, to be compared. */
  String builtAt(String module) {
    Path jar = of(module);
    try {
      return Files.getLastModifiedTime(jar).toString();
    } catch (IOException gone) {
      throw new UncheckedIOException("Cannot look at " + jar + ".", gone);
    }
  }

  /** How to run a module's jar unpacked below this folder, which starts sooner than the jar. */
  List<String> program(String module, Path folder) {
    return List.of("-jar", unpacked(module, folder).toString());
  }

  /**
   * How to run a module's jar unpacked below this folder, with an archive of its loaded classes
   * that the first clean stop writes (some two seconds of CPU) and later starts use: it saves them
   * 45 % of theirs (measured with the simulator, 6.2 s to 3.4 s).
   */
  List<String> quickProgram(String module, Path folder) {
    return List.of(
        "-XX:+AutoCreateSharedArchive",
        "-XX:SharedArchiveFile=" + archive(module, folder),
        "-Xlog:disable",
        "-Xlog:all=error:stderr",
        "-jar",
        unpacked(module, folder).toString());
  }

  private static Path archive(String module, Path folder) {
    return folder.resolve(module + ".jsa");
  }

  private Path unpacked(String module, Path folder) {
    Path jar = of(module);
    Path place = folder.resolve(module);
    Path unpacked = place.resolve(jar.getFileName());
    try {
      if (Files.exists(unpacked)
          && Files.getLastModifiedTime(place).compareTo(Files.getLastModifiedTime(jar)) > 0) {
        return unpacked;
      }
      Path made = Folders.privateFolder(folder).resolve(module + ".part");
      Folders.delete(made);
      Path java = Path.of(System.getProperty("java.home"), "bin", "java");
      Commands.Result result =
          Commands.run(
              List.of(
                  java.toString(),
                  "-Djarmode=tools",
                  "-jar",
                  jar.toString(),
                  "extract",
                  "--destination",
                  made.toString()));
      if (!result.succeeded()) {
        throw new Unavailable("Cannot unpack %s; it said:%n%s".formatted(jar, result.output()));
      }
      // An archive of another jar is not replaced by the JVM, only ignored.
      Files.deleteIfExists(archive(module, folder));
      Folders.delete(place);
      Files.move(made, place, StandardCopyOption.ATOMIC_MOVE);
      return unpacked;
    } catch (IOException failed) {
      throw new UncheckedIOException("Cannot unpack " + jar + ": check the free space.", failed);
    }
  }
}
