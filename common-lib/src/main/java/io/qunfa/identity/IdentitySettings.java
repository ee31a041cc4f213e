package io.qunfa.identity;

import jakarta.validation.constraints.NotBlank;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import javax.crypto.SecretKey;
import javax.crypto.spec.SecretKeySpec;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.validation.annotation.Validated;

/**
 * How tokens are signed.
 *
 * @param jwtSecret shared by all services (QUNFA_JWT_SECRET), at least 32 bytes; there is no
 *     default
 * @param serviceTokenLifetime how long a service's own token is valid
 */
@Validated
@ConfigurationProperties("qunfa.identity")
public record IdentitySettings(
    @NotBlank String jwtSecret, @DefaultValue("10m") Duration serviceTokenLifetime) {
  public static final String ISSUER = "qunfa";
  public static final String ALGORITHM = "HmacSHA256";

  public IdentitySettings {
    if (jwtSecret.getBytes(StandardCharsets.UTF_8).length < 32) {
      throw new IllegalArgumentException(
          "QUNFA_JWT_SECRET must have at least 32 bytes; generate one, for example with: openssl rand -base64 48");
    }
  }

  public SecretKey key() {
    return new SecretKeySpec(jwtSecret.getBytes(StandardCharsets.UTF_8), ALGORITHM);
  }

  @Override
  public String toString() {
    return "IdentitySettings[serviceTokenLifetime=" + serviceTokenLifetime + "]";
  }
}
