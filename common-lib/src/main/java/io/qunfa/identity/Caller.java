package io.qunfa.identity;

import io.qunfa.ids.TenantId;
import java.util.Set;

/**
 * The person or system behind a request to {@code /api/**}. Take it as a controller parameter.
 *
 * @param tenantId from the token, never from body or path
 * @param subject the login name
 */
public record Caller(TenantId tenantId, String subject, Set<String> scopes) {
  public Caller {
    scopes = Set.copyOf(scopes);
  }

  /**
   * @param scope one of {@link Claims}
   */
  public boolean has(String scope) {
    return scopes.contains(scope);
  }
}
