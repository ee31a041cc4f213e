package io.qunfa.account.permit;

import static org.assertj.core.api.Assertions.assertThat;

import io.qunfa.account.RunningService;
import io.qunfa.account.permit.FarSide.Call;
import io.qunfa.ids.AccountId;
import io.qunfa.ids.TenantId;
import io.qunfa.permit.PushBack;
import io.qunfa.permit.ReservePermits.Ask;
import io.qunfa.permit.ReservePermits.Decision;
import io.qunfa.permit.SettlePermits.Settlement;
import io.qunfa.permit.SettlePermits.Verdict;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;

/**
 * Callers that ask, call, settle, forget, ask twice, and die, one thing at a time as chance has it.
 */
final class RandomTraffic {
  private static final Duration LATENESS = Duration.ofMillis(900);
  private static final int LONGEST_CALL_MILLIS = 4500;

  private static final List<PushBack> CAUSES = List.of(PushBack.values());

  private final Random random;
  private final TenantId tenant;
  private final RandomLimits limits;
  private final List<RunningService> replicas;
  private final MovedClock clock;
  private final FarSide farSide = new FarSide();
  private final List<Held> waiting = new ArrayList<>();
  private final List<Made> made = new ArrayList<>();
  private final List<Ask> unheard = new ArrayList<>();
  private final Map<String, Instant> granted = new HashMap<>();
  private int names;

  RandomTraffic(
      Random random,
      TenantId tenant,
      RandomLimits limits,
      List<RunningService> replicas,
      MovedClock clock) {
    this.random = random;
    this.tenant = tenant;
    this.limits = limits;
    this.replicas = replicas;
    this.clock = clock;
  }

  FarSide farSide() {
    return farSide;
  }

  void steps(int number) {
    for (int step = 0; step < number; step++) {
      if (random.nextInt(100) < 2) {
        clock.forward(Duration.ofSeconds(random.nextInt(random.nextBoolean() ? 120 : 7200)));
      }
      step();
    }
  }

  /** No hours pass between them. */
  void stepsInARow(int number) {
    for (int step = 0; step < number; step++) {
      step();
    }
  }

  /** Nobody asks meanwhile. */
  void settles(int number) {
    for (int n = 0; n < number; n++) {
      if (made.isEmpty() && !waiting.isEmpty()) {
        callOrGiveBack(waiting.removeFirst());
      }
      settle();
    }
  }

  private void step() {
    if (random.nextBoolean()) {
      clock.forward(Duration.ofMillis(random.nextInt(4000)));
    }
    switch (random.nextInt(10)) {
      case 0, 1, 2, 3, 4 -> ask();
      case 5, 6, 7, 8 -> call();
      default -> settle();
    }
  }

  /** Nothing that happened keeps anybody from sending for good. */
  void everybodyGetsAPermit() {
    for (AccountId account : limits.accounts()) {
      int tries = 0;
      Decision decision = ask(new Ask(account, 1, true, "at last " + account));
      while (decision.granted() == 0 && tries++ < 20) {
        clock.forward(decision.retryAfter());
        decision = ask(new Ask(account, 1, true, "at last " + account + "-" + tries));
      }
      assertThat(decision.granted()).as("%s after %s tries", decision, tries).isEqualTo(1);
      settle(Objects.requireNonNull(decision.permitId()), Verdict.USED, PushBack.OTHER);
    }
  }

  private void ask() {
    boolean again = !unheard.isEmpty() && random.nextInt(3) == 0;
    Ask ask =
        again
            ? unheard.remove(random.nextInt(unheard.size()))
            : new Ask(
                limits.accounts().get(random.nextInt(limits.accounts().size())),
                1 + random.nextInt(random.nextBoolean() ? 10 : 120),
                random.nextBoolean(),
                "ask-" + names++);
    Instant asked = clock.now();
    Decision decision = ask(ask);
    if (decision.granted() == 0) {
      return;
    }
    Held held =
        new Held(
            ask.accountId(),
            decision,
            asked.plus(Objects.requireNonNull(decision.life())).plus(LATENESS));
    granted.putIfAbsent(held.permitId(), asked);
    switch (random.nextInt(10)) {
      case 0, 1 -> unheard.add(ask);
      case 2 -> {
        // Called by somebody who dies before he tells.
        call(held);
        made.removeLast();
      }
      default -> waiting.add(held);
    }
  }

  private void call() {
    if (!waiting.isEmpty()) {
      callOrGiveBack(waiting.remove(random.nextInt(waiting.size())));
    }
  }

  private void callOrGiveBack(Held held) {
    if (clock.now().isBefore(held.last())) {
      call(held);
    } else if (random.nextBoolean()) {
      settle(held.permitId(), Verdict.UNUSED, PushBack.OTHER);
    }
  }

  private void call(Held held) {
    Instant now = clock.now();
    boolean pushedBack = random.nextInt(12) == 0;
    Instant ends = now.plusMillis(random.nextInt(LONGEST_CALL_MILLIS));
    int granted = held.decision().granted();
    Instant since = Objects.requireNonNull(this.granted.get(held.permitId()));
    farSide.arrives(new Call(since, now, ends, held.account(), pushedBack ? 0 : granted, granted));
    made.add(new Made(held.permitId(), ends, pushedBack));
  }

  private void settle() {
    if (made.isEmpty()) {
      return;
    }
    Made one = made.remove(random.nextInt(made.size()));
    if (clock.now().isBefore(one.ends())) {
      clock.forward(Duration.between(clock.now(), one.ends()));
    }
    PushBack cause = CAUSES.get(random.nextInt(CAUSES.size()));
    Verdict verdict = one.pushedBack() ? Verdict.PUSHED_BACK : Verdict.USED;
    settle(one.permitId(), verdict, cause);
    if (random.nextInt(4) == 0) {
      settle(one.permitId(), Verdict.UNUSED, cause);
    }
  }

  private Decision ask(Ask ask) {
    return replica().bean(GrantPermits.class).decide(tenant, List.of(ask)).getFirst();
  }

  private void settle(String permitId, Verdict verdict, PushBack cause) {
    Duration rest = Duration.ofSeconds(verdict == Verdict.PUSHED_BACK ? random.nextInt(20) : 0);
    replica()
        .bean(TakeBackPermits.class)
        .settle(tenant, List.of(new Settlement(permitId, verdict, rest, cause, null)));
  }

  private RunningService replica() {
    return replicas.get(random.nextInt(replicas.size()));
  }

  /**
   * @param last no call may leave later
   */
  private record Held(AccountId account, Decision decision, Instant last) {
    String permitId() {
      return Objects.requireNonNull(decision.permitId());
    }
  }

  private record Made(String permitId, Instant ends, boolean pushedBack) {}
}
