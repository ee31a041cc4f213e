package io.qunfa.task.forecast;

import io.qunfa.neighbour.Neighbours;
import io.qunfa.protection.CorpQuietHours;
import io.qunfa.task.campaign.Campaign;
import java.util.Objects;
import org.springframework.stereotype.Component;
import org.springframework.web.client.RestClient;

/** Asks data-service when a campaign may not send. Exceptions of the client rise. */
@Component
class AskClosedHours {
  private final RestClient dataService;

  AskClosedHours(Neighbours neighbours) {
    this.dataService = neighbours.dataService();
  }

  OpenHours of(Campaign campaign) {
    if (campaign.policy().exemption().quietHours()) {
      return OpenHours.ALWAYS;
    }
    CorpQuietHours quiet =
        Objects.requireNonNull(
            dataService
                .get()
                .uri(
                    "/internal/v1/corps/{corp}/quiet-hours?tenantId={tenant}",
                    campaign.corpId().value(),
                    campaign.tenantId().value())
                .retrieve()
                .body(CorpQuietHours.class),
            "data-service answered nothing");
    return quiet.from().equals(quiet.until())
        ? OpenHours.ALWAYS
        : OpenHours.outside(new ClosedHours(quiet.from(), quiet.until(), quiet.zone()));
  }
}
