package io.qunfa.local.servers;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Objects;
import java.util.Properties;

/** The versions of what is fetched at run time, as the root pom has them. */
final class Versions {
  private static final Properties VALUES = load();

  private Versions() {}

  static String of(String name) {
    return Objects.requireNonNull(VALUES.getProperty(name), name);
  }

  private static Properties load() {
    Properties values = new Properties();
    try (InputStream file =
        Objects.requireNonNull(Versions.class.getResourceAsStream("versions.properties"))) {
      values.load(file);
    } catch (IOException unreadable) {
      throw new UncheckedIOException(unreadable);
    }
    return values;
  }
}
