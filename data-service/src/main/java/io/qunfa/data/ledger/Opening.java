package io.qunfa.data.ledger;

import io.qunfa.channel.Channel;
import io.qunfa.ids.CampaignId;
import io.qunfa.ids.CorpId;
import io.qunfa.ids.TenantId;
import io.qunfa.protection.Exemption;
import java.time.Instant;

/** What a ledger's first row says of its campaign or task. */
public record Opening(
    TenantId tenantId,
    CampaignId campaignId,
    CorpId corpId,
    Channel channel,
    Exemption exemption,
    Instant now) {}
