package io.qunfa.local.servers;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.qunfa.local.process.Commands;
import io.qunfa.local.process.Unavailable;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.function.Consumer;

/**
 * Installs the system's packages where that is possible and allowed: root, apt-get, and not {@code
 * QUNFA_NO_INSTALL=1}.
 */
final class DebianPackages {
  private static final String FORBIDDEN = "QUNFA_NO_INSTALL";

  private DebianPackages() {}

  /**
   * Installs the packages; returns when they are there.
   *
   * @param missing what is missing and what for, the start of the message when it cannot be
   *     installed
   * @param otherwise how a person gets it on a system without apt-get
   */
  static synchronized void install(
      List<String> packages, String missing, String otherwise, Consumer<String> notices) {
    boolean debian = Commands.find("apt-get").isPresent();
    String byHand = debian ? "apt-get install " + String.join(" ", packages) : otherwise;
    if (!debian) {
      throw new Unavailable("%s. Install it: %s".formatted(missing, byHand));
    }
    if ("1".equals(System.getenv(FORBIDDEN))) {
      throw new Unavailable(
          "%s, and %s=1 forbids to install it. Run as root: %s"
              .formatted(missing, FORBIDDEN, byHand));
    }
    if (!isRoot()) {
      throw new Unavailable(
          "%s, and only root may install it. Run: sudo %s".formatted(missing, byHand));
    }
    notices.accept(
        "Installing "
            + String.join(", ", packages)
            + " with apt-get (its system services are not started).");
    List<String> command = new ArrayList<>(List.of("bash", "-c", script(), "install-debian"));
    command.addAll(packages);
    Commands.Result result =
        Commands.run(
            command,
            seconds -> notices.accept("Still installing, %d s so far.".formatted(seconds)));
    if (!result.succeeded()) {
      throw new Unavailable(
          "%s, and apt-get could not install it. Run: %s%nIt said:%n%s"
              .formatted(missing, byHand, result.output()));
    }
  }

  static boolean isRoot() {
    return Commands.run(List.of("id", "-u")).output().strip().equals("0");
  }

  private static String script() {
    try (InputStream script =
        Objects.requireNonNull(DebianPackages.class.getResourceAsStream("install-debian.sh"))) {
      return new String(script.readAllBytes(), UTF_8);
    } catch (IOException unreadable) {
      throw new UncheckedIOException(unreadable);
    }
  }
}
