package io.qunfa.e2e.bench;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.security.GeneralSecurityException;
import java.time.Clock;
import java.util.Base64;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * What services say to each other is closed to people; a benchmark that shares the secret signs for
 * itself.
 */
final class ServiceToken {
  private static final Base64.Encoder BASE64 = Base64.getUrlEncoder().withoutPadding();
  private static final long SECONDS = 3600;

  private ServiceToken() {}

  static String of(String secret, Clock clock) {
    long now = clock.instant().getEpochSecond();
    String signed =
        encoded("{\"alg\":\"HS256\"}")
            + "."
            + encoded(
                "{\"iss\":\"qunfa\",\"sub\":\"bench\",\"scope\":\"service\",\"iat\":"
                    + now
                    + ",\"exp\":"
                    + (now + SECONDS)
                    + "}");
    try {
      Mac mac = Mac.getInstance("HmacSHA256");
      mac.init(new SecretKeySpec(secret.getBytes(UTF_8), "HmacSHA256"));
      return signed + "." + BASE64.encodeToString(mac.doFinal(signed.getBytes(UTF_8)));
    } catch (GeneralSecurityException impossible) {
      throw new IllegalStateException(impossible);
    }
  }

  private static String encoded(String json) {
    return BASE64.encodeToString(json.getBytes(UTF_8));
  }
}
