package io.qunfa.account.token;

import io.qunfa.account.credential.CredentialKey;
import io.qunfa.account.credential.Credentials;
import io.qunfa.account.credential.CurrentSecret;
import io.qunfa.problem.Problem;
import io.qunfa.problem.ProblemCode;
import io.qunfa.token.AccessToken;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.springframework.stereotype.Component;

/**
 * Answers from the cache, or lets one caller of one replica fetch while all others wait for the
 * cache. However many ask, WeCom is asked once.
 */
@Component
class ObtainToken {
  private static final long LOOK_AGAIN_MILLIS = 50;

  private final Credentials credentials;
  private final TokenCache cache;
  private final HoldOff holdOff;
  private final RefreshLock lock;
  private final RefreshToken refresh;
  private final TokenSettings settings;

  /** In this replica only one caller per credential looks at the cache while a refresh runs. */
  private final Map<CredentialKey, Semaphore> turns = new ConcurrentHashMap<>();

  ObtainToken(
      Credentials credentials,
      TokenCache cache,
      HoldOff holdOff,
      RefreshLock lock,
      RefreshToken refresh,
      TokenSettings settings) {
    this.credentials = credentials;
    this.cache = cache;
    this.holdOff = holdOff;
    this.lock = lock;
    this.refresh = refresh;
    this.settings = settings;
  }

  AccessToken obtain(CurrentSecret secret) throws InterruptedException {
    Optional<AccessToken> kept = cache.read(secret);
    if (kept.isPresent()) {
      return kept.get();
    }
    holdOff.requireLeaveToAsk(secret);
    long deadline = System.nanoTime() + settings.waitForRefresh().toNanos();
    Semaphore turn = turns.computeIfAbsent(secret.key(), key -> new Semaphore(1, true));
    if (!turn.tryAcquire(settings.waitForRefresh().toNanos(), TimeUnit.NANOSECONDS)) {
      throw tooSlow();
    }
    try {
      return obtainAlone(secret, deadline);
    } finally {
      turn.release();
    }
  }

  private AccessToken obtainAlone(CurrentSecret secret, long deadline) throws InterruptedException {
    do {
      Optional<AccessToken> kept = cache.read(secret);
      if (kept.isPresent()) {
        return kept.get();
      }
      Optional<AccessToken> fetched = fetchIfFree(secret.key());
      if (fetched.isPresent()) {
        return fetched.get();
      }
    } while (System.nanoTime() < deadline
        && !new CountDownLatch(1).await(LOOK_AGAIN_MILLIS, TimeUnit.MILLISECONDS));
    throw tooSlow();
  }

  private Optional<AccessToken> fetchIfFree(CredentialKey credential) throws InterruptedException {
    Optional<RefreshLock.Held> held = lock.tryLock(credential);
    if (held.isEmpty()) {
      return Optional.empty();
    }
    try (RefreshLock.Held mine = held.get()) {
      // Another replica may have stored one between the look at the cache and the lock.
      Optional<AccessToken> kept =
          cache.read(credentials.current(credential.tenantId(), credential.credentialId()));
      return kept.isPresent() ? kept : refresh.refresh(credential, mine);
    }
  }

  private static Problem tooSlow() {
    return new Problem(
        ProblemCode.UPSTREAM_UNAVAILABLE,
        "The token is being fetched and has not come in time. Ask again.");
  }
}
