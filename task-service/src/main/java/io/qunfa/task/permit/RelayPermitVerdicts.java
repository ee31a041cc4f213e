package io.qunfa.task.permit;

import io.qunfa.ids.TenantId;
import io.qunfa.task.stepping.Step;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.web.client.RestClientResponseException;

/**
 * Tells the verdicts that are kept. Replicas may tell the same, so rows need no lease. What
 * account-service refuses of one tenant is kept and told again, after the others'. Run by one
 * thread.
 */
final class RelayPermitVerdicts implements Step {
  private static final Logger log = LoggerFactory.getLogger(RelayPermitVerdicts.class);
  private static final int BATCH = 500;

  private final PermitVerdicts verdicts;
  private final TellVerdicts tellVerdicts;
  private final Set<TenantId> refused = new HashSet<>();

  RelayPermitVerdicts(PermitVerdicts verdicts, TellVerdicts tellVerdicts) {
    this.verdicts = verdicts;
    this.tellVerdicts = tellVerdicts;
  }

  @Override
  public boolean run() {
    boolean more = false;
    for (TenantId tenant : verdicts.tenants()) {
      more |= relay(tenant);
    }
    return more;
  }

  /**
   * @return whether there may be more that can be told
   */
  private boolean relay(TenantId tenant) {
    List<PermitVerdict> batch = verdicts.first(tenant, BATCH);
    if (batch.isEmpty()) {
      return false;
    }
    try {
      tellVerdicts.tell(tenant, batch);
    } catch (RestClientResponseException refusal) {
      if (refused.add(tenant)) {
        log.warn(
            "account-service refuses what became of permits of tenant {}; it is told again and again, those permits count until they end",
            tenant,
            refusal);
      }
      return false;
    }
    refused.remove(tenant);
    verdicts.delete(batch);
    return batch.size() == BATCH;
  }
}
