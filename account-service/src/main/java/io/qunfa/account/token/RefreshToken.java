package io.qunfa.account.token;

import io.qunfa.account.credential.CredentialKey;
import io.qunfa.account.credential.CredentialSecret;
import io.qunfa.account.credential.Credentials;
import io.qunfa.account.credential.CurrentSecret;
import io.qunfa.problem.Problem;
import io.qunfa.token.AccessToken;
import java.util.Optional;
import org.springframework.stereotype.Component;

/** Fetches a token while holding the credential's lock, and keeps what WeCom said. */
@Component
class RefreshToken {
  private final Credentials credentials;
  private final FetchToken fetch;
  private final TokenCache cache;
  private final HoldOff holdOff;
  private final TokenMetrics metrics;

  RefreshToken(
      Credentials credentials,
      FetchToken fetch,
      TokenCache cache,
      HoldOff holdOff,
      TokenMetrics metrics) {
    this.credentials = credentials;
    this.fetch = fetch;
    this.cache = cache;
    this.holdOff = holdOff;
    this.metrics = metrics;
  }

  /**
   * With the secret as it is now. Empty if another replica took over meanwhile; its token is in the
   * cache then.
   *
   * @throws Problem 409 if a person must act, 503 if WeCom cannot be asked now
   */
  Optional<AccessToken> refresh(CredentialKey credential, RefreshLock.Held lock)
      throws InterruptedException {
    CredentialSecret secret = credentials.open(credential);
    CurrentSecret current = secret.current();
    holdOff.requireLeaveToAsk(current);
    TokenAnswer answer = fetch.fetch(secret);
    metrics.fetched(answer);
    return switch (answer) {
      case TokenAnswer.Fetched fetched -> {
        if (!current.proven() || current.rejection() != null) {
          credentials.accepted(current);
        }
        Optional<AccessToken> stored =
            cache.store(current, fetched.value(), fetched.life(), lock.owner());
        holdOff.after(current, fetched);
        stored.ifPresent(token -> metrics.stored(credential));
        yield stored;
      }
      case TokenAnswer.Rejected rejected -> throw holdOff.after(current, rejected);
      case TokenAnswer.Unavailable unavailable -> throw holdOff.after(current, unavailable);
    };
  }
}
