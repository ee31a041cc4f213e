package io.qunfa.local.suite;

import io.qunfa.local.process.Folders;
import java.io.IOException;
import java.io.Reader;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.Properties;

/**
 * What the services must share or be told, made at random once.
 *
 * @param jwtSecret signs the logins' tokens
 * @param credentialKey encrypts the WeCom secrets at rest: who loses it has to enter them again
 */
record Secrets(String jwtSecret, String credentialKey, String adminPassword) {
  private static final int KEY_BYTES = 32;
  private static final int PASSWORD_BYTES = 12;

  @Override
  public String toString() {
    return "Secrets[hidden]";
  }

  static Secrets random() {
    SecureRandom random = new SecureRandom();
    return new Secrets(
        Base64.getEncoder().encodeToString(bytes(random, KEY_BYTES)),
        Base64.getEncoder().encodeToString(bytes(random, KEY_BYTES)),
        Base64.getUrlEncoder().encodeToString(bytes(random, PASSWORD_BYTES)));
  }

  /** The secrets kept in this file, which is made (readable by this user only) if missing. */
  static Secrets keptIn(Path file) {
    Properties kept = new Properties();
    try {
      if (!Files.exists(file)) {
        Secrets made = random();
        kept.setProperty("jwtSecret", made.jwtSecret);
        kept.setProperty("credentialKey", made.credentialKey);
        kept.setProperty("adminPassword", made.adminPassword);
        StringWriter text = new StringWriter();
        kept.store(text, "Secrets of the local suite; delete the folder .local to begin anew.");
        Folders.writePrivately(file, text.toString(), "rw-------");
        return made;
      }
      try (Reader reader = Files.newBufferedReader(file)) {
        kept.load(reader);
      }
    } catch (IOException failed) {
      throw new UncheckedIOException("Cannot read " + file + ": check its owner.", failed);
    }
    return new Secrets(
        value(kept, "jwtSecret", file),
        value(kept, "credentialKey", file),
        value(kept, "adminPassword", file));
  }

  private static String value(Properties kept, String name, Path file) {
    String value = kept.getProperty(name);
    if (value == null) {
      throw new IllegalStateException(
          name
              + " is missing in "
              + file
              + ": put it back, or delete the folder .local to begin anew.");
    }
    return value;
  }

  private static byte[] bytes(SecureRandom random, int count) {
    byte[] bytes = new byte[count];
    random.nextBytes(bytes);
    return bytes;
  }
}
