package io.qunfa.account;

import static org.assertj.core.api.Assertions.assertThat;

import io.qunfa.ids.AccountId;
import io.qunfa.permit.ReservePermits.Decision;
import io.qunfa.permit.SettlePermits.Verdict;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.springframework.web.client.RestClientException;

/**
 * Many askers at three replicas of which one dies, calls at any moment of a permit's life, every
 * kind of settlement and none: in no window are there more calls than the limit allows, and the
 * quota counts exactly what was not given back.
 */
class PermitWindowTest {
  private static final int SLOTS = 40;
  private static final Duration WINDOW = Duration.ofSeconds(2);
  private static final Duration LIFE = Duration.ofMillis(500);
  private static final Duration LASTS = Duration.ofSeconds(12);
  private static final int ASKERS = 12;

  private final ConcurrentLinkedQueue<Long> calls = new ConcurrentLinkedQueue<>();
  private final AtomicLong counted = new AtomicLong();

  @Test
  void noWindowEverHoldsMoreCallsThanTheLimit() throws InterruptedException {
    Map<String, String> settings =
        Map.of(
            "qunfa.permits.slots-per-window",
            Integer.toString(SLOTS),
            "qunfa.permits.window",
            WINDOW.toMillis() + "ms",
            "qunfa.permits.parts",
            "20",
            "qunfa.permits.life",
            LIFE.toMillis() + "ms",
            "qunfa.permits.lateness",
            "100ms",
            "server.shutdown",
            "immediate",
            "qunfa.permits.api.at-once",
            "1000",
            "qunfa.permits.api.most-at-once",
            "1000");
    try (RunningService one = RunningService.start(settings);
        RunningService two = RunningService.start(settings)) {
      RunningService dying = RunningService.start(settings);
      PermitFixture here = new PermitFixture(one, "wwWindow");
      List<PermitFixture> replicas =
          List.of(here, new PermitFixture(two, "wwWindow"), new PermitFixture(dying, "wwWindow"));
      here.aCorp();
      AccountId account = here.anAccount("api", 1_000_000);
      long until = System.nanoTime() + LASTS.toNanos();
      List<Thread> askers = new ArrayList<>();
      for (int n = 0; n < ASKERS; n++) {
        int seed = n;
        Limiter limiter = new Limiter(replicas.get(n % replicas.size()), here);
        askers.add(
            Thread.ofVirtual().start(() -> askUntil(until, limiter, account, new Random(seed))));
      }
      pause((int) LASTS.dividedBy(3).toMillis());
      dying.close();
      for (Thread asker : askers) {
        asker.join();
      }

      assertThat(here.shown(account).get("usedToday").asLong()).isEqualTo(counted.get());
    }
    long[] times = calls.stream().mapToLong(Long::longValue).sorted().toArray();
    assertThat(mostInAnyWindow(times)).isLessThanOrEqualTo(SLOTS);
    // Not by forbidding everything: a good part of what is allowed was given out.
    assertThat(times.length).isGreaterThan(SLOTS * 2);
  }

  private void askUntil(long until, Limiter limiter, AccountId account, Random random) {
    int round = 0;
    while (System.nanoTime() < until) {
      String reference = Thread.currentThread().threadId() + "-" + round++;
      long asked = System.nanoTime();
      Decision decision = limiter.ask(account, 1 + random.nextInt(3), reference);
      if (decision.granted() == 0) {
        pause(random.nextInt(50));
      } else {
        use(decision, asked, limiter, random);
      }
    }
  }

  private void use(Decision decision, long asked, Limiter limiter, Random random) {
    pause(random.nextInt((int) LIFE.toMillis()));
    Verdict verdict =
        switch (random.nextInt(4)) {
          case 0 -> Verdict.UNUSED;
          case 1 -> Verdict.PUSHED_BACK;
          default -> Verdict.USED;
        };
    Duration life = Objects.requireNonNull(decision.life());
    boolean mayCall = System.nanoTime() - asked < life.toNanos();
    if (verdict != Verdict.UNUSED && mayCall) {
      calls.add(System.nanoTime());
    } else {
      verdict = Verdict.UNUSED;
    }
    boolean settled = random.nextInt(10) != 0;
    if (settled) {
      limiter.settle(decision, verdict);
      limiter.settle(decision, Verdict.UNUSED);
    }
    if (!settled || verdict == Verdict.USED) {
      counted.addAndGet(decision.granted());
    }
  }

  private static int mostInAnyWindow(long[] times) {
    int most = 0;
    int first = 0;
    for (int last = 0; last < times.length; last++) {
      while (times[last] - times[first] > WINDOW.toNanos()) {
        first++;
      }
      most = Math.max(most, last - first + 1);
    }
    return most;
  }

  private static void pause(int millis) {
    try {
      assertThat(new CountDownLatch(1).await(millis, TimeUnit.MILLISECONDS)).isFalse();
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
    }
  }

  /** A replica, and the one that is asked the same when it died. */
  private record Limiter(PermitFixture replica, PermitFixture other) {
    Decision ask(AccountId account, int recipients, String reference) {
      try {
        return replica.ask(account, recipients, true, reference);
      } catch (RestClientException died) {
        return other.ask(account, recipients, true, reference);
      }
    }

    void settle(Decision decision, Verdict verdict) {
      try {
        replica.settle(decision, verdict, Duration.ZERO);
      } catch (RestClientException died) {
        other.settle(decision, verdict, Duration.ZERO);
      }
    }
  }
}
