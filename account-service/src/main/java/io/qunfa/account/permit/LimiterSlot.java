package io.qunfa.account.permit;

import io.qunfa.ids.CorpId;
import io.qunfa.ids.TenantId;

/**
 * What one script may touch together: the keys of a corp, of a tenant, or of the whole
 * installation. In Redis Cluster it is one hash slot.
 *
 * @param tenantId 0 for the installation
 * @param corpId empty for a tenant and the installation
 */
record LimiterSlot(long tenantId, String corpId) {
  static final LimiterSlot INSTALLATION = new LimiterSlot(0, "");

  static LimiterSlot of(TenantId tenant, CorpId corp) {
    return new LimiterSlot(tenant.value(), corp.value());
  }

  static LimiterSlot of(TenantId tenant) {
    return new LimiterSlot(tenant.value(), "");
  }

  @Override
  public String toString() {
    return corpId.isEmpty() ? Long.toString(tenantId) : tenantId + ":" + corpId;
  }
}
