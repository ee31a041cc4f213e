package io.qunfa.audience;

import io.qunfa.channel.Channel;
import io.qunfa.ids.CorpId;
import io.qunfa.ids.TenantId;
import io.qunfa.protection.Exemption;
import java.util.List;

/**
 * Asks data-service to write one ledger row per targeted contact, once: asking again answers what
 * the first time wrote.
 */
public record FreezeAudience(
    TenantId tenantId,
    CorpId corpId,
    Channel channel,
    AudienceRule audience,
    List<Sender> senders,
    Exemption exemption) {
  public FreezeAudience {
    senders = List.copyOf(senders);
  }
}
