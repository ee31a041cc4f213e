package io.qunfa.account.credential;

/**
 * An opened secret, to be held no longer than the call that needs it.
 *
 * @param value never logged ({@link #toString} hides it)
 */
public record CredentialSecret(CurrentSecret current, String value) {
  @Override
  public String toString() {
    return "CredentialSecret[" + current + "]";
  }
}
