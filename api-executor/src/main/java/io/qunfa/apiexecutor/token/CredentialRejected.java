package io.qunfa.apiexecutor.token;

/** WeCom gives no token for this credential until a person has acted; the message says how. */
public final class CredentialRejected extends RuntimeException {
  private static final long serialVersionUID = 1L;

  CredentialRejected(String advice) {
    super(advice);
  }
}
