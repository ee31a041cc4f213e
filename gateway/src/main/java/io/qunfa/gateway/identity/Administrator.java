package io.qunfa.gateway.identity;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.Base64;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.security.crypto.password.PasswordEncoder;

/** The one local login. Holds a hash; the password itself is forgotten. */
final class Administrator {
  private static final Logger log = LoggerFactory.getLogger(Administrator.class);
  private static final int RANDOM_BYTES = 18;

  /** bcrypt looks at no more than this. */
  private static final int MAX_PASSWORD_BYTES = 72;

  private final String name;
  private final String passwordHash;
  private final PasswordEncoder encoder;

  private Administrator(String name, String passwordHash, PasswordEncoder encoder) {
    this.name = name;
    this.passwordHash = passwordHash;
    this.encoder = encoder;
  }

  /**
   * @param password null or blank: one is made up and said once in the log
   */
  static Administrator of(String name, @Nullable String password, PasswordEncoder encoder) {
    if (password == null || password.isBlank()) {
      String made = random();
      log.warn(
          "QUNFA_ADMIN_PASSWORD is not set. Log in as \"{}\" with the password {} which is valid until this process ends",
          name,
          made);
      return new Administrator(name, encoder.encode(made), encoder);
    }
    if (bytes(password).length > MAX_PASSWORD_BYTES) {
      throw new IllegalArgumentException(
          "QUNFA_ADMIN_PASSWORD has more than "
              + MAX_PASSWORD_BYTES
              + " bytes; choose a shorter one");
    }
    return new Administrator(name, encoder.encode(password), encoder);
  }

  String name() {
    return name;
  }

  /** Takes the same time whether the name, the password or both are wrong. */
  boolean is(String givenName, String givenPassword) {
    boolean rightPassword = encoder.matches(givenPassword, passwordHash);
    boolean rightName = MessageDigest.isEqual(bytes(givenName), bytes(name));
    return rightName && rightPassword;
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  private static String random() {
    byte[] bytes = new byte[RANDOM_BYTES];
    new SecureRandom().nextBytes(bytes);
    return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
  }
}
