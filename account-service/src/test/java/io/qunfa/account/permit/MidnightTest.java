package io.qunfa.account.permit;

import static org.assertj.core.api.Assertions.assertThat;

import io.qunfa.account.PermitFixture;
import io.qunfa.account.RunningService;
import io.qunfa.ids.AccountId;
import io.qunfa.ids.TenantId;
import io.qunfa.permit.ReservePermits.Ask;
import io.qunfa.permit.ReservePermits.Decision;
import io.qunfa.permit.ReservePermits.Limit;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Days turn at midnight in the corp's zone by Redis' clock, whatever the application's clock says.
 */
class MidnightTest {
  private static RunningService exact;
  private static RunningService ahead;
  private static RunningService behind;
  private static MovedClock clock;

  @BeforeAll
  static void replicasWhoseClocksDiffer() {
    exact = RunningService.start();
    ahead = RunningService.start(Map.of(), SkewedClock.Ahead.class);
    behind = RunningService.start(Map.of(), SkewedClock.Behind.class);
    clock = new MovedClock(exact);
  }

  @AfterAll
  static void stop() {
    SkewedClock.followNobody();
    clock.close();
    Stream.of(behind, ahead, exact).forEach(RunningService::close);
  }

  static Stream<Arguments> zones() {
    return Stream.of(
        Arguments.of("Asia/Shanghai", 51),
        Arguments.of("America/New_York", 52),
        Arguments.of("Asia/Kathmandu", 53));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("zones")
  void quotasTurnWhenTheCorpsDayDoes(String zone, long tenantId) {
    TenantId tenant = new TenantId(tenantId);
    PermitFixture corp = new PermitFixture(exact, tenant, "wwMidnight");
    corp.aCorp(zone);
    AccountId account = corp.anAccount("api", 100);
    Instant midnight =
        LocalDate.ofInstant(clock.now(), ZoneId.of(zone))
            .plusDays(2)
            .atStartOfDay(ZoneId.of(zone))
            .toInstant();

    clock.to(midnight.minusSeconds(50));
    Decision all = ask(exact, tenant, account, 100, "all");
    List<Decision> before =
        Stream.of(exact, ahead, behind)
            .map(running -> ask(running, tenant, account, 1, "before"))
            .toList();
    clock.to(midnight.plusMillis(1));
    Decision after = ask(behind, tenant, account, 60, "after");
    Decision more = ask(ahead, tenant, account, 60, "more");

    assertThat(all.granted()).isEqualTo(100);
    // A call counts on the day it is made, so the permit does not outlive its day.
    assertThat(all.life()).isPositive().isLessThanOrEqualTo(Duration.ofSeconds(50 - 35));
    assertThat(before)
        .allSatisfy(
            decision -> {
              assertThat(decision.decidedBy()).isEqualTo(Limit.DAILY_QUOTA);
              assertThat(decision.retryAfter())
                  .isBetween(Duration.ofSeconds(40), Duration.ofSeconds(50));
            });
    assertThat(after.granted()).isEqualTo(60);
    assertThat(more.granted()).isZero();
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("zones")
  void aWarmUpTakesItsNextStageWhenTheCorpsDayTurns(String zone, long tenantId) {
    TenantId tenant = new TenantId(tenantId + 10);
    PermitFixture corp = new PermitFixture(exact, tenant, "wwWarmUp");
    corp.aCorp(zone);
    AccountId account = corp.anAccount("api", 100, Map.of(5, 1, 20, 1));
    AccountId other = corp.anAccount("api", 100, Map.of(5, 1, 20, 1));
    Instant midnight =
        LocalDate.now(ZoneId.of(zone)).plusDays(1).atStartOfDay(ZoneId.of(zone)).toInstant();

    clock.to(midnight.minusSeconds(50));
    SkewedClock.follow(clock);
    Decision tomorrowThere = ask(ahead, tenant, account, 20, "before");
    clock.to(midnight.plusMillis(1));
    SkewedClock.follow(clock);
    Decision yesterdayThere = ask(behind, tenant, other, 20, "after");

    assertThat(tomorrowThere.decidedBy()).isEqualTo(Limit.DAILY_QUOTA);
    assertThat(yesterdayThere.granted()).isEqualTo(20);
  }

  private static Decision ask(
      RunningService running, TenantId tenant, AccountId account, int recipients, String name) {
    return running
        .bean(GrantPermits.class)
        .decide(tenant, List.of(new Ask(account, recipients, true, name)))
        .getFirst();
  }
}
