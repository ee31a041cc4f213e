package io.qunfa.data.protection;

import io.qunfa.ids.CorpId;
import io.qunfa.ids.TenantId;
import io.qunfa.neighbour.Neighbours;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;
import org.springframework.web.client.RestClient;
import org.springframework.web.client.RestClientException;

/**
 * Tells task-service that a corp's policy is another one, so that jobs it holds back are asked for
 * again at once. If the word is lost they wait until the time they were told, which sends nothing
 * too early.
 */
@Component
class ReleaseHeldJobs {
  private static final Logger log = LoggerFactory.getLogger(ReleaseHeldJobs.class);

  private final RestClient taskService;

  ReleaseHeldJobs(Neighbours neighbours) {
    this.taskService = neighbours.taskService();
  }

  void of(TenantId tenant, CorpId corp) {
    try {
      taskService
          .post()
          .uri(
              "/internal/v1/corps/{corp}/held-jobs:release?tenantId={tenant}",
              corp.value(),
              tenant.value())
          .retrieve()
          .toBodilessEntity();
    } catch (RestClientException away) {
      log.warn(
          "task-service did not hear of the new recipient policy of corp {}; jobs that are held back now wait as long as they were told",
          corp,
          away);
    }
  }
}
