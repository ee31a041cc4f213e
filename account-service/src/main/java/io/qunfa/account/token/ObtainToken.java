package io.qunfa.account.token;

import io.qunfa.account.credential.CredentialKey;
import io.qunfa.account.credential.Credentials;
import io.qunfa.account.credential.CurrentSecret;
import io.qunfa.problem.Problem;
import io.qunfa.problem.ProblemCode;
import io.qunfa.token.AccessToken;
import java.util.Optional;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.springframework.stereotype.Component;

/**
 * Answers from the cache, or lets one caller of one replica fetch while all others wait for what he
 * gets: in his replica for his very answer, a refusal too, in others for the cache. However many
 * ask, WeCom is asked once.
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

  private final ConcurrentMap<CredentialKey, CompletableFuture<AccessToken>> underWay =
      new ConcurrentHashMap<>();

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
    CompletableFuture<AccessToken> mine = new CompletableFuture<>();
    CompletableFuture<AccessToken> other = underWay.putIfAbsent(secret.key(), mine);
    if (other != null) {
      return answerOf(other);
    }
    try {
      AccessToken token = obtainForAll(secret.key());
      mine.complete(token);
      return token;
    } catch (RuntimeException failed) {
      mine.completeExceptionally(failed);
      throw failed;
    } finally {
      underWay.remove(secret.key(), mine);
      // Does nothing if it is complete.
      mine.cancel(false);
    }
  }

  private AccessToken answerOf(CompletableFuture<AccessToken> other) throws InterruptedException {
    try {
      return other.get(settings.waitForRefresh().toNanos(), TimeUnit.NANOSECONDS);
    } catch (ExecutionException failed) {
      throw failed.getCause() instanceof RuntimeException cause ? cause : tooSlow();
    } catch (TimeoutException | CancellationException none) {
      throw tooSlow();
    }
  }

  private AccessToken obtainForAll(CredentialKey credential) throws InterruptedException {
    long deadline = System.nanoTime() + settings.waitForRefresh().toNanos();
    do {
      Optional<AccessToken> found = readOrFetch(credential);
      if (found.isPresent()) {
        return found.get();
      }
    } while (System.nanoTime() < deadline
        && !new CountDownLatch(1).await(LOOK_AGAIN_MILLIS, TimeUnit.MILLISECONDS));
    throw tooSlow();
  }

  /** Empty while another replica fetches. */
  private Optional<AccessToken> readOrFetch(CredentialKey credential) throws InterruptedException {
    Optional<RefreshLock.Held> held = lock.tryLock(credential);
    if (held.isEmpty()) {
      return read(credential);
    }
    try (RefreshLock.Held mine = held.get()) {
      // Another replica may have stored one since the last look.
      Optional<AccessToken> kept = read(credential);
      return kept.isPresent() ? kept : refresh.refresh(credential, mine);
    }
  }

  /** With the secret as it is now: another may have been posted meanwhile. */
  private Optional<AccessToken> read(CredentialKey credential) {
    return cache.read(credentials.current(credential.tenantId(), credential.credentialId()));
  }

  private static Problem tooSlow() {
    return new Problem(
        ProblemCode.UPSTREAM_UNAVAILABLE,
        "The token is being fetched and has not come in time. Ask again.");
  }
}
