package io.qunfa.account.token;

import io.qunfa.account.credential.CredentialKey;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.springframework.data.redis.core.StringRedisTemplate;
import org.springframework.data.redis.core.script.RedisScript;
import org.springframework.stereotype.Component;

/**
 * Lets one replica at a time fetch a credential's token. The lock ends by itself; a holder that was
 * too slow cannot store what it fetched, because storing compares the owner.
 */
@Component
class RefreshLock {
  private static final RedisScript<Long> RELEASE = TokenCache.script("release-lock.lua");

  private final StringRedisTemplate redis;
  private final TokenSettings settings;

  RefreshLock(StringRedisTemplate redis, TokenSettings settings) {
    this.redis = redis;
    this.settings = settings;
  }

  Optional<Held> tryLock(CredentialKey credential) {
    String key = new TokenKeys(credential).lock();
    String owner = UUID.randomUUID().toString();
    return Boolean.TRUE.equals(redis.opsForValue().setIfAbsent(key, owner, settings.lockLife()))
        ? Optional.of(new Held(key, owner))
        : Optional.empty();
  }

  final class Held implements AutoCloseable {
    private final String key;
    private final String owner;

    private Held(String key, String owner) {
      this.key = key;
      this.owner = owner;
    }

    String owner() {
      return owner;
    }

    @Override
    public void close() {
      redis.execute(RELEASE, List.of(key), owner);
    }
  }
}
