package io.qunfa.apiexecutor.wecom;

import io.qunfa.ids.CorpId;
import io.qunfa.ids.TenantId;

/**
 * On whose behalf a call is made.
 *
 * @param token secret; never logged ({@link #toString} hides it)
 */
public record Authority(TenantId tenant, CorpId corp, String token) {
  @Override
  public String toString() {
    return "Authority[corp=" + corp + "]";
  }
}
