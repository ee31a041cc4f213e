package io.qunfa.account.token;

import io.qunfa.account.credential.CredentialKey;
import io.qunfa.account.credential.CurrentSecret;
import io.qunfa.problem.Problem;
import io.qunfa.problem.ProblemCode;
import io.qunfa.token.AccessToken;
import org.springframework.dao.DataAccessException;
import org.springframework.stereotype.Component;

/** Access tokens for what account-service itself asks of WeCom. */
@Component
public class TokensOfCredentials {
  private final ObtainToken obtain;
  private final TokenCache cache;

  TokensOfCredentials(ObtainToken obtain, TokenCache cache) {
    this.obtain = obtain;
    this.cache = cache;
  }

  /** Throws the problem for the caller if WeCom gives none, or if Redis cannot be asked. */
  public AccessToken obtain(CurrentSecret secret) throws InterruptedException {
    try {
      return obtain.obtain(secret);
    } catch (DataAccessException away) {
      throw storesAway(away);
    }
  }

  /** WeCom no longer takes this version. */
  public void invalidate(CredentialKey credential, AccessToken token) {
    try {
      cache.invalidate(credential, token.version());
    } catch (DataAccessException away) {
      throw storesAway(away);
    }
  }

  static Problem storesAway(DataAccessException away) {
    return new Problem(
        ProblemCode.UPSTREAM_UNAVAILABLE,
        "Redis or MySQL does not answer, so there is no token. Nothing was changed. Ask again"
            + " shortly.",
        away);
  }
}
