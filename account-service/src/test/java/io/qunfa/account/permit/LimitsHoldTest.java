package io.qunfa.account.permit;

import static org.assertj.core.api.Assertions.assertThat;

import io.qunfa.account.PermitFixture;
import io.qunfa.account.RunningService;
import io.qunfa.ids.TenantId;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Random;
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
 * nothing starves. A failing run is repeated with {@code -Dqunfa.seed=...}.
 */
class LimitsHoldTest {
  private static final long SEED = Long.getLong("qunfa.seed", new Random().nextLong() >>> 16);

  private static final AtomicLong seeds = new AtomicLong(SEED);

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
            Map.entry("qunfa.permits.loss.closed", "80s"),
            Map.entry("qunfa.permits.api.per-minute", "200"),
            Map.entry("qunfa.permits.api.per-hour", "3000"));
    replicas =
        List.of(
            RunningService.start(settings),
            RunningService.start(settings, SkewedClock.Ahead.class),
            RunningService.start(settings, SkewedClock.Behind.class));
    clock = new MovedClock(replicas.getFirst());
  }

  @AfterAll
  static void stop() {
    clock.close();
    replicas.forEach(RunningService::close);
  }

  static Stream<Arguments> runs() {
    return Stream.of(Loss.NONE, Loss.NONE, Loss.EMPTIED, Loss.OLD_DATA, Loss.OLD_DATA)
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

    for (int step = 0; step < 1200; step++) {
      traffic.step();
      if (loss != Loss.NONE && step % 300 == 100) {
        lost.remember();
      }
      if (loss != Loss.NONE && step % 300 == 299) {
        lost.lose(loss == Loss.OLD_DATA);
      }
    }

    limits.assertHeld(traffic.farSide());
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
