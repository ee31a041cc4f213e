package io.qunfa.account.token;

import io.qunfa.account.credential.CredentialSecret;
import io.qunfa.problem.Problem;
import io.qunfa.problem.ProblemCode;
import io.qunfa.token.AccessToken;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;

/** Fetches a token while holding the credential's lock, and keeps what WeCom said. */
@Component
class RefreshToken {
  private static final Logger log = LoggerFactory.getLogger(RefreshToken.class);

  private final FetchToken fetch;
  private final TokenCache cache;
  private final Rejections rejections;
  private final TokenMetrics metrics;

  RefreshToken(FetchToken fetch, TokenCache cache, Rejections rejections, TokenMetrics metrics) {
    this.fetch = fetch;
    this.cache = cache;
    this.rejections = rejections;
    this.metrics = metrics;
  }

  /**
   * Empty if another replica took over meanwhile; its token is in the cache then.
   *
   * @throws Problem 409 if a person must act, 503 if WeCom cannot be asked now
   */
  Optional<AccessToken> refresh(CredentialSecret secret, RefreshLock.Held lock)
      throws InterruptedException {
    TokenAnswer answer = fetch.fetch(secret);
    metrics.fetched(answer);
    return switch (answer) {
      case TokenAnswer.Fetched fetched -> {
        Optional<AccessToken> stored =
            cache.store(secret, fetched.value(), fetched.life(), lock.owner());
        stored.ifPresent(token -> metrics.stored(secret.key()));
        yield stored;
      }
      case TokenAnswer.Rejected rejected -> {
        rejections.remember(secret, rejected);
        Problem problem = RejectedAdvice.problem(secret.key(), rejected);
        log.error("{} Until then nothing is sent with this credential.", problem.getMessage());
        throw problem;
      }
      case TokenAnswer.Unavailable unavailable ->
          throw new Problem(
              ProblemCode.UPSTREAM_UNAVAILABLE,
              "WeCom gives no token now ("
                  + unavailable.why()
                  + "). It is asked again with the next job.");
    };
  }
}
