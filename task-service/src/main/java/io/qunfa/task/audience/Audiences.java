package io.qunfa.task.audience;

import io.qunfa.audience.AudiencePreview;
import io.qunfa.audience.FreezeAudience;
import io.qunfa.audience.FreezeTasks;
import io.qunfa.audience.FrozenAudience;
import io.qunfa.ids.CampaignId;
import io.qunfa.ids.TenantId;
import io.qunfa.ledger.LedgerCounts;
import io.qunfa.neighbour.Neighbours;
import java.util.Objects;
import java.util.Optional;
import org.springframework.http.ProblemDetail;
import org.springframework.stereotype.Component;
import org.springframework.web.client.HttpClientErrorException;
import org.springframework.web.client.RestClient;

/** data-service, which holds contacts and ledger. Exceptions of the client rise. */
@Component
public class Audiences {
  private final RestClient patient;
  private final RestClient quick;

  Audiences(Neighbours neighbours, AudienceSettings settings) {
    this.patient = neighbours.dataService(settings.freezeTimeout());
    this.quick = neighbours.dataService();
  }

  /** Writes nothing. */
  public AudiencePreview preview(CampaignId campaign, FreezeAudience freeze) {
    return post("/internal/v1/campaigns/{id}:preview", freeze, AudiencePreview.class, campaign);
  }

  /**
   * Writes the ledger once; asking again answers the same.
   *
   * @throws AudienceRefused if asking again cannot help
   */
  public FrozenAudience freeze(CampaignId campaign, FreezeAudience freeze) {
    try {
      return post("/internal/v1/campaigns/{id}:freeze", freeze, FrozenAudience.class, campaign);
    } catch (HttpClientErrorException refused) {
      throw judged(refused);
    }
  }

  /**
   * Writes the ledger of each task once; asking again answers the same.
   *
   * @throws AudienceRefused if asking again cannot help, for one of the tasks at least
   */
  public FreezeTasks.FrozenTasks freeze(FreezeTasks freeze) {
    try {
      return post("/internal/v1/tasks:freeze", freeze, FreezeTasks.FrozenTasks.class);
    } catch (HttpClientErrorException refused) {
      throw judged(refused);
    }
  }

  /**
   * Other refusals (no login, too many requests, a path of another version) are repaired by time.
   */
  private static RuntimeException judged(HttpClientErrorException refused) {
    return switch (refused.getStatusCode().value()) {
      case 400, 413, 422 -> new AudienceRefused(detailOf(refused), refused);
      default -> refused;
    };
  }

  private static String detailOf(HttpClientErrorException refused) {
    ProblemDetail problem = refused.getResponseBodyAs(ProblemDetail.class);
    return problem == null || problem.getDetail() == null
        ? "data-service answered " + refused.getStatusCode().value() + "."
        : problem.getDetail();
  }

  /** Empty as long as nothing is frozen. */
  public Optional<LedgerCounts> counts(TenantId tenant, CampaignId campaignOrTask) {
    try {
      return Optional.ofNullable(
          quick
              .get()
              .uri(
                  "/internal/v1/campaigns/{id}/ledger?tenantId={tenant}",
                  campaignOrTask.value(),
                  tenant.value())
              .retrieve()
              .body(LedgerCounts.class));
    } catch (HttpClientErrorException.NotFound notFrozen) {
      return Optional.empty();
    }
  }

  private <T> T post(String path, Object body, Class<T> answer, Object... variables) {
    return Objects.requireNonNull(
        patient.post().uri(path, variables).body(body).retrieve().body(answer),
        "data-service answered nothing");
  }
}
