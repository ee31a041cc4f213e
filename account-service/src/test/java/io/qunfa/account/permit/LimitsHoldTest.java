package io.qunfa.account.permit;

import static org.assertj.core.api.Assertions.assertThat;

import io.qunfa.account.PermitFixture;
import io.qunfa.account.RunningService;
import io.qunfa.ids.TenantId;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Whatever the limits, arrivals, replicas, refunds and crashes, whatever Redis loses, and whatever
 * the clock of the application says: nothing is ever more than its limit at the far side, and
 * nothing starves. The runs are always the same; others with {@code -Dqunfa.seed=...}.
 */
class LimitsHoldTest {
  private static final long SEED = Long.getLong("qunfa.seed", 20_261_121);
  private static final int ROUNDS = 20;

  private static final AtomicLong seeds = new AtomicLong(SEED);
  private static final Map<String, Integer> fullest = new TreeMap<>();

  private static List<RunningService> replicas;
  private static MovedClock clock;

  @BeforeAll
  static void threeReplicasWhoseClocksDiffer() {
    Map<String, String> settings =
        Map.ofEntries(
            Map.entry("qunfa.permits.window", "60s"),
            Map.entry("qunfa.permits.parts", "20"),
            Map.entry("qunfa.permits.life", "10s"),
            Map.entry("qunfa.permits.lateness", "1s"),
            Map.entry("qunfa.permits.call-lasts", "5s"),
            Map.entry("qunfa.permits.loss.closed", "71s"),
            Map.entry("qunfa.permits.api.per-minute", "200"),
            Map.entry("qunfa.permits.api.per-hour", "3000"),
            Map.entry(
                "qunfa.permits.pools.global-calls-per-minute",
                Integer.toString(RandomLimits.INSTALLATIONS_CALLS_PER_MINUTE)),
            Map.entry(
                "qunfa.permits.pools.global-recipients-per-day",
                Integer.toString(RandomLimits.INSTALLATIONS_RECIPIENTS_PER_DAY)));
    replicas =
        List.of(
            RunningService.start(settings),
            RunningService.start(settings, SkewedClock.Ahead.class),
            RunningService.start(settings, SkewedClock.Behind.class));
    LostCounts.forgetInstallation(replicas.getFirst());
    clock = new MovedClock(replicas.getFirst());
  }

  /** A limit that nothing comes near to would hold without being counted. */
  @AfterAll
  static void everyLimitWasMet() {
    LostCounts.forgetInstallation(replicas.getFirst());
    clock.close();
    replicas.forEach(RunningService::close);
    System.out.println("LimitsHoldTest: percent of each limit that were met: " + fullest);
    assertThat(fullest)
        .hasSize(10)
        .allSatisfy((limit, percent) -> assertThat(percent).as(limit).isGreaterThanOrEqualTo(60));
  }

  static Stream<Arguments> runs() {
    return Stream.of(
            Loss.NONE, Loss.NONE, Loss.EMPTIED, Loss.OLD_DATA, Loss.OLD_DATA, Loss.OLD_DATA)
        .map(loss -> Arguments.of(loss, seeds.getAndIncrement()));
  }

  @ParameterizedTest(name = "{0}, seed {1}")
  @MethodSource("runs")
  void noWindowIsEverOverItsLimitAndNothingStarves(Loss loss, long seed) {
    System.out.println("LimitsHoldTest: " + loss + " with -Dqunfa.seed=" + seed);
    Random random = new Random(seed);
    TenantId tenant = new TenantId(1_000_000 + random.nextInt(1_000_000_000));
    PermitFixture corp = new PermitFixture(replicas.getFirst(), tenant, "wwRandom");
    RandomLimits limits = RandomLimits.of(random, corp);
    RandomTraffic traffic = new RandomTraffic(random, tenant, limits, replicas, clock);
    LostCounts lost = new LostCounts(replicas, tenant);

    for (int round = 0; round < ROUNDS; round++) {
      traffic.steps(20);
      if (loss != Loss.NONE) {
        lost.remember();
        traffic.stepsInARow(1 + random.nextInt(20));
        lost.lose(loss == Loss.OLD_DATA);
        traffic.settles(1 + random.nextInt(20));
        lost.replicasTellWhatTheySaw();
        traffic.stepsInARow(30);
        clock.forward(Duration.ofSeconds(random.nextInt(72)));
      }
      traffic.steps(80);
      // At most one loss an hour; and a loss costs a part of the day's quotas, so often a new day.
      clock.forward(Duration.ofHours(1 + random.nextInt(30)));
    }

    limits.assertHeld(traffic.farSide(), loss == Loss.NONE ? 0 : 1);
    traffic
        .farSide()
        .fullest()
        .forEach((limit, percent) -> fullest.merge(limit, percent, Math::max));
    assertThat(traffic.farSide().calls()).isGreaterThan(30);
    clock.forward(Duration.ofHours(25));
    traffic.everybodyGetsAPermit();
  }

  enum Loss {
    NONE,
    EMPTIED,
    OLD_DATA
  }
}
