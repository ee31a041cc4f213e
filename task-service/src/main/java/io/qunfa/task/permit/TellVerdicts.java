package io.qunfa.task.permit;

import io.qunfa.ids.CorpId;
import io.qunfa.ids.TenantId;
import io.qunfa.permit.SettlePermits;
import io.qunfa.permit.SettlePermits.Settlement;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.springframework.web.client.RestClient;
import org.springframework.web.client.RestClientException;

/** Tells account-service what became of permits. Telling it twice changes nothing there. */
public final class TellVerdicts {
  private final RestClient accountService;
  private final FreedPlaces freedPlaces;

  TellVerdicts(RestClient accountService, FreedPlaces freedPlaces) {
    this.accountService = accountService;
    this.freedPlaces = freedPlaces;
  }

  /**
   * Returns when account-service knows.
   *
   * @throws RestClientException if it did not answer
   */
  public void tell(TenantId tenant, List<PermitVerdict> verdicts) {
    List<Settlement> settlements =
        verdicts.stream()
            .map(
                one ->
                    new Settlement(
                        one.permitId(), one.verdict(), one.pushBack(), one.cause(), one.outcome()))
            .toList();
    accountService
        .post()
        .uri("/internal/v1/permits:settle")
        .body(new SettlePermits(tenant, settlements))
        .retrieve()
        .toBodilessEntity();
    Map<CorpId, Integer> freed = new TreeMap<>(Comparator.comparing(CorpId::value));
    verdicts.forEach(verdict -> freed.merge(verdict.corpId(), 1, Integer::sum));
    freed.forEach((corp, places) -> freedPlaces.freed(tenant, corp, places));
  }
}
