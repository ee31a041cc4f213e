package io.qunfa.account.credential;

/**
 * @param value never logged ({@link #toString} hides it)
 * @param version grows with every posted secret
 */
public record CredentialSecret(CredentialKey key, String value, int version) {
  @Override
  public String toString() {
    return "CredentialSecret[" + key + ", version=" + version + "]";
  }
}
