package io.qunfa.account.token;

import io.qunfa.account.credential.CredentialKey;
import io.qunfa.account.credential.Credentials;
import io.qunfa.account.credential.CurrentSecret;
import io.qunfa.token.AccessToken;
import org.springframework.dao.DataAccessException;
import org.springframework.http.HttpStatus;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

@RestController
class TokenController {
  private final Credentials credentials;
  private final ObtainToken obtain;
  private final RefreshAhead ahead;
  private final TokenCache cache;

  TokenController(
      Credentials credentials, ObtainToken obtain, RefreshAhead ahead, TokenCache cache) {
    this.credentials = credentials;
    this.obtain = obtain;
    this.ahead = ahead;
    this.cache = cache;
  }

  @PostMapping("/internal/v1/tokens")
  AccessToken obtain(@RequestBody AccessToken.Ask ask) throws InterruptedException {
    CurrentSecret secret = credentials.current(ask.tenantId(), ask.credentialId());
    try {
      AccessToken token = obtain.obtain(secret);
      ahead.ifDue(secret.key(), token);
      return token;
    } catch (DataAccessException away) {
      throw TokensOfCredentials.storesAway(away);
    }
  }

  @PostMapping("/internal/v1/tokens:invalidate")
  @ResponseStatus(HttpStatus.NO_CONTENT)
  void invalidate(@RequestBody AccessToken.Invalidate request) {
    CredentialKey credential =
        credentials.current(request.tenantId(), request.credentialId()).key();
    try {
      cache.invalidate(credential, request.version());
    } catch (DataAccessException away) {
      throw TokensOfCredentials.storesAway(away);
    }
  }
}
