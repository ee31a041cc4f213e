package io.qunfa.task.permit;

import static java.util.stream.Collectors.groupingBy;

import io.qunfa.ids.TenantId;
import io.qunfa.task.stepping.Step;
import java.util.List;
import java.util.Map;

/** Tells the verdicts that are kept. Replicas may tell the same, so rows need no lease. */
final class RelayPermitVerdicts implements Step {
  private static final int BATCH = 500;

  private final PermitVerdicts verdicts;
  private final TellVerdicts tellVerdicts;

  RelayPermitVerdicts(PermitVerdicts verdicts, TellVerdicts tellVerdicts) {
    this.verdicts = verdicts;
    this.tellVerdicts = tellVerdicts;
  }

  @Override
  public boolean run() {
    List<PermitVerdict> batch = verdicts.first(BATCH);
    Map<TenantId, List<PermitVerdict>> byTenant =
        batch.stream().collect(groupingBy(PermitVerdict::tenantId));
    byTenant.forEach(
        (tenant, told) -> {
          tellVerdicts.tell(tenant, told);
          verdicts.delete(told);
        });
    return batch.size() == BATCH;
  }
}
