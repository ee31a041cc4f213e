package io.qunfa.account.token;

import io.qunfa.account.credential.CredentialKey;
import io.qunfa.problem.Problem;
import io.qunfa.token.AccessToken;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Optional;
import java.util.SplittableRandom;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.core.task.AsyncTaskExecutor;
import org.springframework.dao.DataAccessException;
import org.springframework.data.redis.core.StringRedisTemplate;
import org.springframework.stereotype.Component;

/**
 * Renews a token that is about to end, beside the callers who still get it. WeCom answers the same
 * token while it is valid, so tries are spaced: the new one comes with the first try after the old
 * one ended, or when WeCom gives one out earlier. Each token has a moment of its own from which it
 * is due, alike in all replicas, so that those that were fetched together are not renewed together.
 */
@Component
class RefreshAhead {
  private static final Logger log = LoggerFactory.getLogger(RefreshAhead.class);
  private static final int TRIES = 5;

  private final RefreshLock lock;
  private final RefreshToken refresh;
  private final StringRedisTemplate redis;
  private final AsyncTaskExecutor background;
  private final InstantSource time;
  private final TokenSettings settings;

  RefreshAhead(
      RefreshLock lock,
      RefreshToken refresh,
      StringRedisTemplate redis,
      AsyncTaskExecutor applicationTaskExecutor,
      InstantSource time,
      TokenSettings settings) {
    this.lock = lock;
    this.refresh = refresh;
    this.redis = redis;
    this.background = applicationTaskExecutor;
    this.time = time;
    this.settings = settings;
  }

  /** Answers at once. */
  void ifDue(CredentialKey credential, AccessToken token) {
    Duration left = Duration.between(time.instant(), token.expiresAt());
    if (left.compareTo(ahead(settings.refreshAhead(), credential, token.version())) > 0) {
      return;
    }
    Duration spacing = left.dividedBy(TRIES).plusSeconds(1);
    boolean myTurn =
        Boolean.TRUE.equals(
            redis.opsForValue().setIfAbsent(new TokenKeys(credential).triedAhead(), "", spacing));
    if (myTurn) {
      background.execute(() -> renew(credential));
    }
  }

  /** Between half and all of the longest. */
  static Duration ahead(Duration longest, CredentialKey credential, long version) {
    long seed = credential.credentialId().value() * 31 + version;
    double share = 0.5 + new SplittableRandom(seed).nextDouble() / 2;
    return Duration.ofMillis((long) (longest.toMillis() * share));
  }

  private void renew(CredentialKey credential) {
    try {
      Optional<RefreshLock.Held> held = lock.tryLock(credential);
      if (held.isPresent()) {
        try (RefreshLock.Held mine = held.get()) {
          refresh.refresh(credential, mine);
        }
      }
    } catch (Problem | DataAccessException failed) {
      log.warn(
          "The token of credential {} could not be renewed ahead of time; it is tried again before"
              + " it ends",
          credential.credentialId(),
          failed);
    } catch (InterruptedException stopping) {
      Thread.currentThread().interrupt();
    }
  }
}
