package io.qunfa.task.campaign;

import io.qunfa.ids.CampaignId;
import io.qunfa.ids.CorpId;
import io.qunfa.ids.TenantId;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** What reports need to know of a campaign. */
@RestController
class InternalCampaignController {
  private final Campaigns campaigns;

  InternalCampaignController(Campaigns campaigns) {
    this.campaigns = campaigns;
  }

  record Named(CampaignId campaignId, String name, CampaignStatus status, CorpId corpId) {}

  @GetMapping("/internal/v1/campaigns/{id}")
  Named named(@PathVariable("id") CampaignId id, @RequestParam("tenantId") TenantId tenant) {
    Campaign campaign = campaigns.get(tenant, id);
    return new Named(campaign.id(), campaign.name(), campaign.status(), campaign.corpId());
  }
}
