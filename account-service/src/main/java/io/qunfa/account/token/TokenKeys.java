package io.qunfa.account.token;

import io.qunfa.account.credential.CredentialKey;

/** Everything of one credential carries one hash tag, so that one script may touch all of it. */
record TokenKeys(CredentialKey credential) {
  String token() {
    return key("token");
  }

  String version() {
    return key("token-version");
  }

  String lock() {
    return key("token-lock");
  }

  /** Present while a refresh ahead of time was tried a moment ago. */
  String triedAhead() {
    return key("token-tried");
  }

  String rejection() {
    return key("token-rejection");
  }

  private String key(String what) {
    return "qunfa:{"
        + credential.tenantId()
        + ":"
        + credential.corpId()
        + ":"
        + credential.credentialId()
        + "}:"
        + what;
  }
}
