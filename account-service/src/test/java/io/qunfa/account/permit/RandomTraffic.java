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
import java.util.List;
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

  void step() {
    int kind = random.nextInt(100);
    if (kind < 2) {
      clock.forward(Duration.ofMinutes(random.nextInt(200)));
    } else if (kind < 50) {
      clock.forward(Duration.ofMillis(random.nextInt(1500)));
    }
    switch (random.nextInt(10)) {
      case 0, 1, 2, 3, 4 -> ask();
      case 5, 6, 7 -> call();
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
                1 + random.nextInt(random.nextBoolean() ? 10 : 400),
                random.nextBoolean(),
                "ask-" + names++);
    Decision decision = ask(ask);
    if (decision.granted() == 0) {
      return;
    }
    switch (random.nextInt(10)) {
      case 0, 1 -> unheard.add(ask);
      case 2 -> {
        // Called by somebody who dies before he tells.
        call(new Held(ask.accountId(), decision));
        made.removeLast();
      }
      default -> waiting.add(new Held(ask.accountId(), decision));
    }
  }

  private void call() {
    if (!waiting.isEmpty()) {
      Held held = waiting.remove(random.nextInt(waiting.size()));
      Instant last = Objects.requireNonNull(held.decision().expiresAt()).plus(LATENESS);
      if (clock.now().isBefore(last)) {
        call(held);
      } else if (random.nextBoolean()) {
        settle(Objects.requireNonNull(held.decision().permitId()), Verdict.UNUSED, PushBack.OTHER);
      }
    }
  }

  private void call(Held held) {
    Instant now = clock.now();
    boolean pushedBack = random.nextInt(12) == 0;
    Instant ends = now.plusMillis(random.nextInt(LONGEST_CALL_MILLIS));
    int granted = held.decision().granted();
    farSide.arrives(new Call(now, ends, held.account(), pushedBack ? 0 : granted, granted));
    made.add(new Made(Objects.requireNonNull(held.decision().permitId()), ends, pushedBack));
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

  private record Held(AccountId account, Decision decision) {}

  private record Made(String permitId, Instant ends, boolean pushedBack) {}
}
