package io.qunfa.account.policy;

import io.qunfa.ids.TenantId;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.LongSupplier;
import org.springframework.stereotype.Component;

/**
 * The policies of tenants in memory. Each change raises the tenant's revision, which is cheap to
 * ask.
 */
@Component
public class KnownPolicies {
  private final PolicyRows rows;
  private final LongSupplier nanos = System::nanoTime;
  private final Map<TenantId, Held> held = new ConcurrentHashMap<>();

  KnownPolicies(PolicyRows rows) {
    this.rows = rows;
  }

  /** As they are, or were no longer ago than this. */
  public PolicySet of(TenantId tenant, Duration atMostOld) {
    Held now = held.get(tenant);
    long time = nanos.getAsLong();
    if (now != null && time - now.readAt() < atMostOld.toNanos()) {
      return now.policies();
    }
    long revision = rows.revision(tenant);
    PolicySet policies =
        now != null && now.policies().revision() == revision
            ? now.policies()
            : new PolicySet(revision, rows.values(tenant));
    held.put(tenant, new Held(policies, time));
    return policies;
  }

  private record Held(PolicySet policies, long readAt) {}
}
