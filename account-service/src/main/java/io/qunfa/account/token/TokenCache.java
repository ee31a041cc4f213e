package io.qunfa.account.token;

import io.qunfa.account.credential.CredentialKey;
import io.qunfa.account.credential.CurrentSecret;
import io.qunfa.account.credential.Seal;
import io.qunfa.token.AccessToken;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.core.io.ClassPathResource;
import org.springframework.data.redis.core.HashOperations;
import org.springframework.data.redis.core.StringRedisTemplate;
import org.springframework.data.redis.core.script.RedisScript;
import org.springframework.stereotype.Component;

/** Tokens in Redis, sealed, shared by all replicas, gone when they expire. */
@Component
class TokenCache {
  private static final Logger log = LoggerFactory.getLogger(TokenCache.class);
  private static final RedisScript<Long> STORE = script("store-token.lua");
  private static final RedisScript<Long> INVALIDATE = script("invalidate-token.lua");

  private final StringRedisTemplate redis;
  private final Seal seal;
  private final InstantSource time;
  private final TokenSettings settings;

  TokenCache(StringRedisTemplate redis, Seal seal, InstantSource time, TokenSettings settings) {
    this.redis = redis;
    this.seal = seal;
    this.time = time;
    this.settings = settings;
  }

  /** Empty also if the kept token was fetched with an earlier secret or has expired. */
  Optional<AccessToken> read(CurrentSecret secret) {
    HashOperations<String, String, String> hashes = redis.opsForHash();
    List<String> kept =
        hashes.multiGet(
            new TokenKeys(secret.key()).token(), List.of("sealed", "version", "secret", "expires"));
    if (kept.contains(null) || !kept.get(2).equals(Integer.toString(secret.version()))) {
      return Optional.empty();
    }
    Instant expiresAt = Instant.ofEpochMilli(Long.parseLong(kept.get(3)));
    if (!time.instant().isBefore(expiresAt)) {
      return Optional.empty();
    }
    try {
      String value = seal.open(Base64.getDecoder().decode(kept.get(0)), place(secret));
      return Optional.of(new AccessToken(value, Long.parseLong(kept.get(1)), expiresAt));
    } catch (Seal.Unopenable foreign) {
      log.warn("A kept token does not open and is fetched anew", foreign);
      return Optional.empty();
    }
  }

  /**
   * Keeps a token for all replicas. Its version is a new one, unless WeCom answered the very token
   * that is kept already.
   *
   * @return empty if the lock was lost meanwhile: another replica's token counts then
   */
  Optional<AccessToken> store(CurrentSecret secret, String value, Duration life, String owner) {
    TokenKeys keys = new TokenKeys(secret.key());
    // To the millisecond, as it is kept: the same token always looks the same.
    Instant expiresAt = time.instant().plus(life).truncatedTo(ChronoUnit.MILLIS);
    String keptVersion =
        read(secret)
            .filter(kept -> kept.value().equals(value))
            .map(kept -> Long.toString(kept.version()))
            .orElse("");
    Long version =
        redis.execute(
            STORE,
            List.of(keys.token(), keys.version(), keys.lock()),
            owner,
            Base64.getEncoder().encodeToString(seal.close(value, place(secret))),
            Integer.toString(secret.version()),
            Long.toString(expiresAt.toEpochMilli()),
            Long.toString(life.toMillis()),
            keptVersion);
    return version == null || version == 0
        ? Optional.empty()
        : Optional.of(new AccessToken(value, version, expiresAt));
  }

  /** Removes exactly this version, unless another was removed a moment ago. */
  void invalidate(CredentialKey credential, long version) {
    TokenKeys keys = new TokenKeys(credential);
    redis.execute(
        INVALIDATE,
        List.of(keys.token(), keys.takenBack()),
        Long.toString(version),
        Long.toString(settings.takeBackSpacing().toMillis()));
  }

  private static Seal.Place place(CurrentSecret secret) {
    return Seal.Place.ofToken(secret.key(), secret.version());
  }

  static RedisScript<Long> script(String file) {
    return RedisScript.of(new ClassPathResource(file, TokenCache.class), Long.class);
  }
}
