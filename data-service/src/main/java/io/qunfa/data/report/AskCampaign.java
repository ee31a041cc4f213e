package io.qunfa.data.report;

import io.qunfa.ids.CampaignId;
import io.qunfa.ids.TenantId;
import io.qunfa.neighbour.Neighbours;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.http.HttpStatusCode;
import org.springframework.stereotype.Component;
import org.springframework.web.client.RestClient;
import org.springframework.web.client.RestClientException;
import org.springframework.web.client.RestClientResponseException;

/** Asks task-service for a campaign's name and status. */
@Component
final class AskCampaign {
  private static final Logger log = LoggerFactory.getLogger(AskCampaign.class);
  private static final HttpStatusCode NOT_FOUND = HttpStatusCode.valueOf(404);

  private final RestClient taskService;

  AskCampaign(Neighbours neighbours) {
    this.taskService = neighbours.taskService();
  }

  /**
   * @return empty if there is no such campaign; status UNKNOWN if task-service does not answer
   */
  Optional<CampaignOverview> ask(TenantId tenant, CampaignId campaign) {
    try {
      return Optional.ofNullable(
          taskService
              .get()
              .uri("/internal/v1/campaigns/{id}?tenantId={tenant}", campaign, tenant)
              .retrieve()
              .body(CampaignOverview.class));
    } catch (RestClientResponseException answered) {
      return NOT_FOUND.equals(answered.getStatusCode()) ? Optional.empty() : unknown(answered);
    } catch (RestClientException away) {
      return unknown(away);
    }
  }

  private static Optional<CampaignOverview> unknown(RestClientException why) {
    log.warn("task-service did not tell a campaign's status; the report says UNKNOWN", why);
    return Optional.of(CampaignOverview.UNKNOWN);
  }
}
