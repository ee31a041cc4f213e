package io.qunfa.account.token;

import io.qunfa.account.credential.CredentialSecret;
import java.time.Duration;
import java.util.Optional;
import org.springframework.data.redis.core.StringRedisTemplate;
import org.springframework.stereotype.Component;

/**
 * Remembers for all replicas that WeCom rejected a secret, so that it is not asked again and again:
 * WeCom blocks an address that does. A newly posted secret has another version, which no rejection
 * is remembered of.
 */
@Component
class Rejections {
  private static final int UNTRUSTED_ADDRESS = 60020;

  private final StringRedisTemplate redis;
  private final TokenSettings settings;

  Rejections(StringRedisTemplate redis, TokenSettings settings) {
    this.redis = redis;
    this.settings = settings;
  }

  Optional<TokenAnswer.Rejected> find(CredentialSecret secret) {
    String kept = redis.opsForValue().get(new TokenKeys(secret.key()).rejection());
    if (kept == null) {
      return Optional.empty();
    }
    String[] parts = kept.split(" ", 3);
    return parts[0].equals(Integer.toString(secret.version()))
        ? Optional.of(new TokenAnswer.Rejected(Integer.parseInt(parts[1]), parts[2]))
        : Optional.empty();
  }

  void remember(CredentialSecret secret, TokenAnswer.Rejected rejected) {
    Duration howLong =
        rejected.code() == UNTRUSTED_ADDRESS ? settings.untrustedFor() : settings.rejectedFor();
    redis
        .opsForValue()
        .set(
            new TokenKeys(secret.key()).rejection(),
            secret.version() + " " + rejected.code() + " " + rejected.message(),
            howLong);
  }
}
