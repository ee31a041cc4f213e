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

  /** Why WeCom is not asked, while it is not. */
  String outage() {
    return key("token-outage");
  }

  /** How many tokens a secret got lately. */
  String fetches(int secretVersion) {
    return key("token-fetches-" + secretVersion);
  }

  /** Present while a token was taken back a moment ago. */
  String takenBack() {
    return key("token-taken-back");
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
