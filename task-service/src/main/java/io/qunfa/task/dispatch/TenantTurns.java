package io.qunfa.task.dispatch;

import static java.util.stream.Collectors.groupingBy;
import static java.util.stream.Collectors.toList;

import io.qunfa.ids.TenantId;
import io.qunfa.permit.ReservePermits.Limit;
import io.qunfa.task.dispatch.DispatchDueLanes.Decided;
import io.qunfa.task.job.SendJob;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Whose jobs the limiter is asked for first, since it is asked for one tenant at a time: in the
 * order of the jobs' turns. Where the limit of the whole installation was short, who got something
 * of it stands behind those who got none, or the tenant that has waited longest would take it all.
 */
final class TenantTurns {
  private final Map<TenantId, Long> gotSomething = new ConcurrentHashMap<>();
  private final AtomicLong rounds = new AtomicLong();

  /** The jobs of each tenant in their order. */
  Map<TenantId, List<SendJob>> byTenant(List<SendJob> slice) {
    Map<TenantId, List<SendJob>> byTurn =
        slice.stream().collect(groupingBy(SendJob::tenantId, LinkedHashMap::new, toList()));
    Map<TenantId, List<SendJob>> inOrder = new LinkedHashMap<>();
    byTurn.keySet().stream()
        .sorted(Comparator.comparing(tenant -> gotSomething.getOrDefault(tenant, 0L)))
        .forEachOrdered(tenant -> inOrder.put(tenant, byTurn.getOrDefault(tenant, List.of())));
    return inOrder;
  }

  void decided(List<Decided> all) {
    if (all.stream().anyMatch(one -> one.decision().decidedBy() == Limit.GLOBAL_LIMIT)) {
      long round = rounds.incrementAndGet();
      all.stream()
          .filter(Decided::isGivenAnything)
          .forEach(one -> gotSomething.put(one.job().tenantId(), round));
    }
  }
}
