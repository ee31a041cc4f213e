package io.qunfa.account.token;

import io.qunfa.account.credential.CredentialKey;
import io.qunfa.account.credential.CurrentSecret;
import io.qunfa.token.AccessToken;
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

  /** Throws the problem for the caller if WeCom gives none. */
  public AccessToken obtain(CurrentSecret secret) throws InterruptedException {
    return obtain.obtain(secret);
  }

  /** WeCom no longer takes this version. */
  public void invalidate(CredentialKey credential, AccessToken token) {
    cache.invalidate(credential, token.version());
  }
}
