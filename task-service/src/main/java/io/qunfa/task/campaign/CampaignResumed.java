package io.qunfa.task.campaign;

import io.qunfa.ids.CampaignId;
import io.qunfa.ids.TenantId;

/** Published in the transaction of the change: what listens takes part in it. */
public record CampaignResumed(TenantId tenantId, CampaignId campaignId) {}
