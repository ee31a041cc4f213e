package io.qunfa.audience;

import io.qunfa.ids.CorpId;
import io.qunfa.ids.TenantId;
import java.util.List;

/** Asks data-service which members follow any of these contacts. */
public record FindFollowers(TenantId tenantId, CorpId corpId, List<String> externalUserIds) {
  public FindFollowers {
    externalUserIds = List.copyOf(externalUserIds);
  }

  /** Each member once. */
  public record Followers(List<String> memberUserids) {
    public Followers {
      memberUserids = List.copyOf(memberUserids);
    }
  }
}
