package io.qunfa.architecture;

import io.qunfa.ids.CampaignId;

class CommonLibArchitectureTest extends ArchitectureContract {
  CommonLibArchitectureTest() {
    super(CampaignId.class);
  }
}
