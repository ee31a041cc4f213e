package io.qunfa.local.command;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.qunfa.local.suite.Suite;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * The build and the environment that a suite was started with, so that {@code up} notices when it
 * is asked for others.
 *
 * @param builds module to when its jar was made
 * @param variables name to hash of the value: some are secrets
 */
record StartedWith(Map<String, String> builds, Map<String, String> variables) {
  static final StartedWith UNKNOWN = new StartedWith(Map.of(), Map.of());

  private static final List<String> PRODUCT_PREFIXES =
      List.of("QUNFA_", "WECOM_", "IPAD_", "RPA_", "SPRING_", "SERVER_", "MANAGEMENT_", "LOGGING_");

  /** What concerns a command, not the suite. */
  private static final Set<String> OF_COMMANDS =
      Set.of("QUNFA_TERMINAL", "QUNFA_NO_INSTALL", RunDemo.CORP_ID, RunDemo.CORP_SECRET);

  private static final int HASH_CHARACTERS = 16;

  /**
   * What is asked for now and not what runs.
   *
   * @param rebuilt modules that were built since
   * @param changed variables that are set now, and were not or otherwise
   * @param dropped variables that were set and are not now
   */
  record Difference(Set<String> rebuilt, Set<String> changed, Set<String> dropped) {}

  static StartedWith now(Path project, Map<String, String> environment) {
    Map<String, String> variables = new TreeMap<>();
    environment.forEach(
        (name, value) -> {
          if (PRODUCT_PREFIXES.stream().anyMatch(name::startsWith) && !OF_COMMANDS.contains(name)) {
            variables.put(name, hash(value));
          }
        });
    return new StartedWith(Suite.builds(project), variables);
  }

  Difference to(StartedWith now) {
    return new Difference(
        differing(now.builds, builds),
        differing(now.variables, variables),
        missing(variables, now.variables));
  }

  private static Set<String> differing(Map<String, String> wanted, Map<String, String> had) {
    Set<String> names = new TreeSet<>(wanted.keySet());
    names.removeIf(name -> Objects.equals(wanted.get(name), had.get(name)));
    return names;
  }

  private static Set<String> missing(Map<String, String> had, Map<String, String> wanted) {
    Set<String> names = new TreeSet<>(had.keySet());
    names.removeAll(wanted.keySet());
    return names;
  }

  private static String hash(String value) {
    try {
      byte[] hash = MessageDigest.getInstance("SHA-256").digest(value.getBytes(UTF_8));
      return HexFormat.of().formatHex(hash).substring(0, HASH_CHARACTERS);
    } catch (NoSuchAlgorithmException impossible) {
      throw new IllegalStateException(impossible);
    }
  }
}
