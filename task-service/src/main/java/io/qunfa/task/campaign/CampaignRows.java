package io.qunfa.task.campaign;

import java.util.List;
import java.util.Optional;
import org.springframework.data.domain.Limit;
import org.springframework.data.repository.Repository;

interface CampaignRows extends Repository<CampaignRow, Long> {
  Optional<CampaignRow> findByTenantIdAndCampaignId(long tenantId, long campaignId);

  List<CampaignRow> findByTenantIdAndCampaignIdLessThanOrderByCampaignIdDesc(
      long tenantId, long before, Limit limit);
}
