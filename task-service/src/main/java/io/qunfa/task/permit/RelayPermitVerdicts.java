package io.qunfa.task.permit;

import static java.util.stream.Collectors.groupingBy;

import io.qunfa.ids.TenantId;
import io.qunfa.permit.SettlePermits;
import io.qunfa.permit.SettlePermits.Settlement;
import io.qunfa.task.stepping.Step;
import java.util.List;
import java.util.Map;
import org.springframework.web.client.RestClient;

/**
 * Tells account-service what became of permits. Replicas may tell the same twice, which changes
 * nothing there, so rows need no lease.
 */
final class RelayPermitVerdicts implements Step {
  private static final int BATCH = 500;

  private final PermitVerdicts verdicts;
  private final RestClient accountService;

  RelayPermitVerdicts(PermitVerdicts verdicts, RestClient accountService) {
    this.verdicts = verdicts;
    this.accountService = accountService;
  }

  @Override
  public boolean run() {
    List<PermitVerdict> batch = verdicts.first(BATCH);
    Map<TenantId, List<PermitVerdict>> byTenant =
        batch.stream().collect(groupingBy(PermitVerdict::tenantId));
    byTenant.forEach(
        (tenant, told) -> {
          tell(tenant, told);
          verdicts.delete(told);
        });
    return batch.size() == BATCH;
  }

  private void tell(TenantId tenant, List<PermitVerdict> told) {
    List<Settlement> settlements =
        told.stream()
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
  }
}
