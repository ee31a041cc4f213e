package io.qunfa.account.permit;

import io.qunfa.channel.Channel;
import io.qunfa.ids.AccountId;
import io.qunfa.ids.CorpId;
import io.qunfa.ids.TenantId;
import java.time.ZoneId;

/**
 * What limits one account.
 *
 * @param dailyQuota recipients per day in the corp's zone
 * @param slotsPerWindow calls (api) or messages (others) in any window
 */
record AccountLimits(
    TenantId tenantId,
    CorpId corpId,
    AccountId accountId,
    Channel channel,
    boolean active,
    DailyQuota dailyQuota,
    ZoneId zone,
    int slotsPerWindow,
    ApiCeilings ceilings) {

  /** On api one call reaches many recipients; on the others every message counts. */
  boolean countsMessages() {
    return channel != Channel.API;
  }

  LimiterSlot slot() {
    return LimiterSlot.of(tenantId, corpId);
  }

  DailyCredits.Owner creditOwner() {
    return new DailyCredits.Owner(tenantId.value(), accountId.value());
  }
}
