package io.qunfa.account.credential;

import java.util.Arrays;
import java.util.Base64;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * The key that seals secrets and tokens at rest.
 *
 * @param key 32 bytes in base64 (QUNFA_CREDENTIAL_KEY), alike on all replicas; there is no default
 */
@ConfigurationProperties("qunfa.credentials")
public record CredentialSettings(@DefaultValue("") String key) {
  private static final int KEY_BYTES = 32;
  private static final String ADVICE =
      "; generate one, for example with: openssl rand -base64 32, and keep it: without it the"
          + " stored secrets cannot be read";

  public CredentialSettings {
    if (key.isBlank()) {
      throw new IllegalArgumentException("QUNFA_CREDENTIAL_KEY is not set" + ADVICE);
    }
    byte[] bytes = decode(key);
    Arrays.fill(bytes, (byte) 0);
  }

  byte[] keyBytes() {
    return decode(key);
  }

  private static byte[] decode(String key) {
    byte[] bytes;
    try {
      bytes = Base64.getDecoder().decode(key.strip());
    } catch (IllegalArgumentException notBase64) {
      throw new IllegalArgumentException("QUNFA_CREDENTIAL_KEY is not base64" + ADVICE, notBase64);
    }
    if (bytes.length != KEY_BYTES) {
      throw new IllegalArgumentException(
          "QUNFA_CREDENTIAL_KEY holds " + bytes.length + " bytes, it must hold 32" + ADVICE);
    }
    return bytes;
  }

  @Override
  public String toString() {
    return "CredentialSettings[key hidden]";
  }
}
