package io.qunfa.task.split;

import static java.util.stream.Collectors.groupingBy;

import io.qunfa.ids.TenantId;
import io.qunfa.task.permit.PermitVerdict;
import io.qunfa.task.permit.TellVerdicts;
import java.time.Clock;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;
import org.springframework.web.client.RestClientException;

/**
 * Gives back what was granted of jobs that are being split. Account-service has to know before such
 * a job asks anew: its ask has the same name and would be answered with the permit that goes back.
 */
@Component
class ReturnSplitPermits {
  private static final Logger log = LoggerFactory.getLogger(ReturnSplitPermits.class);

  private final JobSplits splits;
  private final TellVerdicts tellVerdicts;
  private final Clock clock;

  ReturnSplitPermits(JobSplits splits, TellVerdicts tellVerdicts, Clock clock) {
    this.splits = splits;
    this.tellVerdicts = tellVerdicts;
    this.clock = clock;
  }

  /**
   * Returns when account-service knows.
   *
   * @throws RestClientException if it did not answer
   */
  void giveBack(OpenSplit split) {
    tell(split.job().tenantId(), List.of(split));
  }

  /** Of splits that are put off. What account-service does not take is told with the next try. */
  void giveBackIfPossible(List<OpenSplit> undone) {
    undone.stream()
        .filter(split -> split.permitId() != null)
        .collect(groupingBy(split -> split.job().tenantId()))
        .forEach(
            (tenant, ofTenant) -> {
              try {
                tell(tenant, ofTenant);
                splits.gaveBack(ofTenant, clock.instant());
              } catch (RestClientException away) {
                log.warn(
                    "Tenant {}: {} jobs that cannot be split now keep what was granted of them until account-service answers",
                    tenant,
                    ofTenant.size(),
                    away);
              }
            });
  }

  private void tell(TenantId tenant, List<OpenSplit> granted) {
    List<PermitVerdict> unused =
        granted.stream().map(ReturnSplitPermits::unused).filter(Objects::nonNull).toList();
    if (!unused.isEmpty()) {
      tellVerdicts.tell(tenant, unused);
    }
  }

  private static @Nullable PermitVerdict unused(OpenSplit split) {
    String permit = split.permitId();
    return permit == null
        ? null
        : PermitVerdict.unused(split.job().tenantId(), split.corpId(), permit);
  }
}
