package io.qunfa.account.credential;

import jakarta.validation.constraints.NotNull;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.validation.annotation.Validated;

/**
 * The keys that seal secrets and tokens at rest. Exactly one of the first two is set; what it holds
 * is one key or several, 32 bytes each in base64, apart by commas or line breaks. The first seals,
 * all open. The README says how to change them without an interruption.
 *
 * @param key QUNFA_CREDENTIAL_KEY
 * @param keyFile QUNFA_CREDENTIAL_KEY_FILE: where the same stands in a file, read at start
 * @param resealEvery how often secrets that another key than the first seals are looked for
 * @param watchEvery how often all credentials are counted for the metrics
 */
@Validated
@ConfigurationProperties("qunfa.credentials")
record CredentialSettings(
    @DefaultValue("") String key,
    @DefaultValue("") String keyFile,
    @DefaultValue("10m") @NotNull Duration resealEvery,
    @DefaultValue("5s") @NotNull Duration watchEvery) {
  private static final String ADVICE =
      "; generate one, for example with: openssl rand -base64 32, and keep it: without it the"
          + " stored secrets cannot be read";

  CredentialSettings {
    if (key.isBlank() == keyFile.isBlank()) {
      throw new IllegalArgumentException(
          key.isBlank()
              ? "Neither QUNFA_CREDENTIAL_KEY nor QUNFA_CREDENTIAL_KEY_FILE is set" + ADVICE
              : "QUNFA_CREDENTIAL_KEY and QUNFA_CREDENTIAL_KEY_FILE are both set: leave one out");
    }
    SealingKey.parse(text(key, keyFile));
  }

  List<SealingKey> keys() {
    return SealingKey.parse(text(key, keyFile));
  }

  private static String text(String key, String keyFile) {
    if (keyFile.isBlank()) {
      return key;
    }
    try {
      return Files.readString(Path.of(keyFile.strip()));
    } catch (IOException unreadable) {
      throw new IllegalArgumentException(
          "QUNFA_CREDENTIAL_KEY_FILE cannot be read: " + keyFile + ADVICE, unreadable);
    }
  }

  @Override
  public String toString() {
    return "CredentialSettings[keys hidden, resealEvery=" + resealEvery + "]";
  }
}
