package io.qunfa.apiexecutor.token;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.qunfa.executor.suite.SuiteUnavailable;
import io.qunfa.ids.CredentialId;
import io.qunfa.ids.TenantId;
import io.qunfa.neighbour.Neighbours;
import io.qunfa.token.AccessToken;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Objects;
import org.springframework.http.ProblemDetail;
import org.springframework.stereotype.Component;
import org.springframework.web.client.HttpClientErrorException;
import org.springframework.web.client.RestClient;
import org.springframework.web.client.RestClientException;

/**
 * Tokens from account-service, kept in this process for a short while: an executor asks for one
 * with every call.
 */
@Component
public class AccessTokens {
  private static final Duration KEPT = Duration.ofSeconds(20);

  private final RestClient rest;
  private final InstantSource time;
  private final SingleFlight<Key, AccessToken> fetches = new SingleFlight<>();
  private final SingleFlight<Refused, AccessToken> renewals = new SingleFlight<>();
  private final Cache<Key, AccessToken> kept =
      Caffeine.newBuilder().maximumSize(10_000).expireAfterWrite(KEPT).build();

  AccessTokens(Neighbours neighbours, InstantSource time) {
    this.rest = neighbours.accountService();
    this.time = time;
  }

  /**
   * @throws CredentialRejected if a person must act
   * @throws SuiteUnavailable if account-service does not answer or cannot get one now
   */
  public AccessToken obtain(TenantId tenant, CredentialId credential) {
    Key key = new Key(tenant, credential);
    AccessToken token = kept.getIfPresent(key);
    if (token != null && time.instant().isBefore(token.expiresAt())) {
      return token;
    }
    return fetches.load(key, () -> keep(key, fetch(key)));
  }

  /**
   * Another token than the one that WeCom did not take. However many calls met that one, it is
   * invalidated once; one that somebody has renewed meanwhile is not thrown away.
   *
   * @throws CredentialRejected if a person must act
   * @throws SuiteUnavailable if account-service does not answer or cannot get one now
   */
  public AccessToken insteadOf(TenantId tenant, CredentialId credential, AccessToken refused) {
    Key key = new Key(tenant, credential);
    return renewals.load(new Refused(key, refused.version()), () -> renew(key, refused));
  }

  private AccessToken renew(Key key, AccessToken refused) {
    AccessToken newer = kept.getIfPresent(key);
    if (newer != null && newer.version() > refused.version()) {
      return newer;
    }
    kept.invalidate(key);
    try {
      rest.post()
          .uri("/internal/v1/tokens:invalidate")
          .body(new AccessToken.Invalidate(key.tenant(), key.credential(), refused.version()))
          .retrieve()
          .toBodilessEntity();
    } catch (RestClientException failed) {
      throw new SuiteUnavailable(
          "account-service did not take back the token of credential " + key.credential(), failed);
    }
    // Not together with others: their fetch may have begun before the token was taken back.
    return keep(key, fetch(key));
  }

  /** An answer that comes late does not take the place of a newer one. */
  private AccessToken keep(Key key, AccessToken fetched) {
    return kept.asMap()
        .merge(key, fetched, (one, other) -> one.version() > other.version() ? one : other);
  }

  private AccessToken fetch(Key key) {
    try {
      return Objects.requireNonNull(
          rest.post()
              .uri("/internal/v1/tokens")
              .body(new AccessToken.Ask(key.tenant(), key.credential()))
              .retrieve()
              .body(AccessToken.class));
    } catch (HttpClientErrorException.Conflict rejected) {
      ProblemDetail problem = rejected.getResponseBodyAs(ProblemDetail.class);
      throw new CredentialRejected(
          problem == null || problem.getDetail() == null
              ? "account-service has no token for credential " + key.credential()
              : problem.getDetail());
    } catch (RestClientException failed) {
      throw new SuiteUnavailable(
          "account-service gave no token for credential "
              + key.credential()
              + ": "
              + failed.getMessage(),
          failed);
    }
  }

  private record Key(TenantId tenant, CredentialId credential) {}

  private record Refused(Key key, long version) {}
}
