package io.qunfa.data.report;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import org.jspecify.annotations.Nullable;

/** What task-service says about a campaign. */
@JsonIgnoreProperties(ignoreUnknown = true)
record CampaignOverview(@Nullable String name, String status) {
  static final CampaignOverview UNKNOWN = new CampaignOverview(null, "UNKNOWN");
}
