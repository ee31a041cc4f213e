package io.qunfa.local.command;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** How this program starts itself again as another process. */
final class ThisProgram {
  private ThisProgram() {}

  static List<String> command(String... arguments) {
    String classPath = System.getProperty("java.class.path");
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(List.of("-Xmx64m", "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1"));
    if (classPath.endsWith("-exec.jar")) {
      command.addAll(List.of("-jar", classPath));
    } else {
      command.addAll(List.of("-cp", classPath, Main.class.getName()));
    }
    command.addAll(List.of(arguments));
    return command;
  }
}
