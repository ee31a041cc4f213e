package io.qunfa.task.dispatch;

import static org.assertj.core.api.Assertions.assertThat;

import io.qunfa.channel.Channel;
import io.qunfa.channel.Priority;
import io.qunfa.ids.AccountId;
import io.qunfa.ids.CampaignId;
import io.qunfa.ids.CorpId;
import io.qunfa.ids.JobId;
import io.qunfa.ids.TenantId;
import io.qunfa.permit.ReservePermits.Decision;
import io.qunfa.permit.ReservePermits.Limit;
import io.qunfa.task.dispatch.DispatchDueLanes.Decided;
import io.qunfa.task.job.SendJob;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class TenantTurnsTest {
  private final TenantTurns turns = new TenantTurns();

  @Test
  void whoseJobsComeFirstIsAskedForFirst() {
    assertThat(turns.byTenant(jobsOf(900, 7, 900, 31, 2)).keySet())
        .extracting(TenantId::value)
        .containsExactly(900L, 7L, 31L, 2L);
  }

  @Test
  void theJobsOfATenantKeepTheirOrder() {
    List<SendJob> jobs = jobsOf(2, 1, 2);

    assertThat(turns.byTenant(jobs).get(new TenantId(2))).containsExactly(jobs.get(0), jobs.get(2));
  }

  @Test
  void whoGotSomethingOfAScarceInstallationStandsBehindWhoGotNothing() {
    turns.decided(List.of(granted(2), denied(1, Limit.GLOBAL_LIMIT)));

    assertThat(turns.byTenant(jobsOf(2, 1)).keySet())
        .extracting(TenantId::value)
        .containsExactly(1L, 2L);
  }

  @Test
  void otherLimitsChangeNoOrder() {
    turns.decided(List.of(granted(2), denied(1, Limit.TENANT_LIMIT)));

    assertThat(turns.byTenant(jobsOf(2, 1)).keySet())
        .extracting(TenantId::value)
        .containsExactly(2L, 1L);
  }

  private static Decided granted(long tenant) {
    return decided(tenant, new Decision(10, "p", null, Duration.ZERO, Limit.NONE));
  }

  private static Decided denied(long tenant, Limit limit) {
    return decided(tenant, new Decision(0, null, null, Duration.ofMinutes(1), limit));
  }

  private static Decided decided(long tenant, Decision decision) {
    return new Decided(jobsOf(tenant).getFirst(), decision, Instant.EPOCH);
  }

  private static List<SendJob> jobsOf(long... tenants) {
    return Stream.iterate(0, i -> i < tenants.length, i -> i + 1)
        .map(
            i ->
                SendJob.planned(
                    new SendJob.Share(
                        new TenantId(tenants[i]),
                        new JobId(new CampaignId(5), i + 1),
                        new CorpId("ww01"),
                        Channel.API,
                        new AccountId(i + 1),
                        Priority.NORMAL),
                    10))
        .toList();
  }
}
