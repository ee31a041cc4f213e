package io.qunfa.account.killswitch;

import io.qunfa.ids.CorpId;
import io.qunfa.ids.TenantId;
import org.jspecify.annotations.Nullable;

/**
 * What a kill switch stops.
 *
 * @param corpId null: all corps of the tenant
 */
record Scope(TenantId tenantId, @Nullable CorpId corpId) {
  /** The column's value. */
  String corp() {
    return corpId == null ? "" : corpId.value();
  }
}
