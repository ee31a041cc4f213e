package io.qunfa.account.permit;

import io.qunfa.channel.Channel;
import io.qunfa.ids.AccountId;
import io.qunfa.ids.CorpId;
import io.qunfa.ids.TenantId;
import java.time.ZoneId;

/**
 * What limits one account, besides what all accounts share.
 *
 * @param limiterIsNew the corp asks for its very first permits, so a missing marker is no loss
 */
record AccountLimits(
    TenantId tenantId,
    CorpId corpId,
    AccountId accountId,
    Channel channel,
    boolean active,
    int dailyQuota,
    ZoneId zone,
    boolean limiterIsNew) {

  /** On api one call reaches many recipients; on the others every message counts. */
  boolean countsMessages() {
    return channel != Channel.API;
  }
}
