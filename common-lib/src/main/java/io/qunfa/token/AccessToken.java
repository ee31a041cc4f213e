package io.qunfa.token;

import io.qunfa.ids.CredentialId;
import io.qunfa.ids.TenantId;
import java.time.Instant;

/**
 * @param value secret; never logged ({@link #toString} hides it)
 * @param version grows with every refresh; an invalidation names the version it met and cannot
 *     throw away a newer one
 */
public record AccessToken(String value, long version, Instant expiresAt) {
  @Override
  public String toString() {
    return "AccessToken[version=" + version + ", expiresAt=" + expiresAt + "]";
  }

  public record Ask(TenantId tenantId, CredentialId credentialId) {}

  public record Invalidate(TenantId tenantId, CredentialId credentialId, long version) {}
}
