package io.qunfa.account.permit;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.qunfa.account.PermitFixture;
import io.qunfa.account.RunningService;
import io.qunfa.ids.AccountId;
import io.qunfa.ids.CorpId;
import io.qunfa.ids.TenantId;
import io.qunfa.permit.PushBack;
import io.qunfa.permit.ReserveCalls;
import io.qunfa.permit.ReservePermits.Decision;
import io.qunfa.permit.ReservePermits.Limit;
import io.qunfa.permit.SettleCalls;
import io.qunfa.permit.SettlePermits.Verdict;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.springframework.data.redis.core.StringRedisTemplate;

/** The limits beside those of an account, each alone. */
class LimitsTest {
  private static final Duration A_MOMENT = Duration.ofMillis(1500);

  private static RunningService service;
  private static MovedClock clock;

  /** A corp may call each API 20 times a minute to begin with, and 100 times at most. */
  @BeforeAll
  static void start() {
    service =
        RunningService.start(
            Map.of(
                "qunfa.permits.api.per-minute", "100",
                "qunfa.permits.api.per-hour", "1500",
                "qunfa.permits.api.step", "100",
                "qunfa.permits.pools.global-recipients-per-day", "2000000",
                "qunfa.permits.limits-known-for", "1ms"));
    clock = new MovedClock(service);
  }

  @AfterAll
  static void stop() {
    clock.close();
    service.close();
  }

  @Test
  void theCallsOfAllAccountsOfACorpShareItsRate() {
    PermitFixture corp = aCorp(11, "wwRate");
    AccountId one = corp.anAccount("api", 1000);
    AccountId other = corp.anAccount("api", 1000);

    for (int n = 0; n < 20; n++) {
      Decision decision = corp.ask(n % 2 == 0 ? one : other, 10, true, "r" + n);
      assertThat(decision.granted()).isEqualTo(10);
      use(corp, decision);
    }
    Decision next = corp.ask(one, 10, true, "next");
    clock.forward(next.retryAfter());
    Decision later = corp.ask(one, 10, true, "later");

    assertThat(next.decidedBy()).isEqualTo(Limit.API_RATE);
    assertThat(next.retryAfter()).isBetween(Duration.ofSeconds(50), Duration.ofSeconds(64));
    assertThat(later.granted()).isEqualTo(10);
  }

  @Test
  void aRateThatIsUsedGrowsStepByStepAndHalvesWhenWecomPushesBack() {
    PermitFixture corp = aCorp(12, "wwGrow");
    AccountId account = corp.anAccount("api", 100_000);

    int first = callsInAMinute(corp, account, "a");
    int second = callsInAMinute(corp, account, "b");
    Decision pushed = corp.ask(account, 1, true, "pushed");
    corp.settle(pushed, Verdict.PUSHED_BACK, Duration.ofSeconds(60), PushBack.RATE);
    Decision blocked = corp.ask(account, 1, true, "blocked");
    clock.forward(Duration.ofMinutes(2));
    int afterwards = callsInAMinute(corp, account, "c");

    assertThat(first).isEqualTo(20);
    assertThat(second).isEqualTo(30);
    assertThat(blocked.decidedBy()).isEqualTo(Limit.API_BLOCKED);
    assertThat(blocked.retryAfter()).isBetween(Duration.ofSeconds(50), Duration.ofSeconds(60));
    assertThat(afterwards).isBetween(15, 25);
  }

  @Test
  void callsUnderWayAreBoundedGrowWhenAllGoesWellAndShrinkWhenWecomPushesBack() {
    PermitFixture corp = aCorp(13, "wwCrowd");
    AccountId account = corp.anAccount("api", 100_000);

    List<Decision> underWay = asManyAsPossible(corp, account, "a");
    Decision crowded = corp.ask(account, 1, true, "crowded");
    underWay.forEach(decision -> use(corp, decision));
    List<Decision> more = asManyAsPossible(corp, account, "b");
    corp.settle(more.getFirst(), Verdict.PUSHED_BACK, Duration.ZERO, PushBack.CONCURRENCY);
    corp.settle(more.get(1), Verdict.PUSHED_BACK, Duration.ZERO, PushBack.CONCURRENCY);
    more.stream().skip(2).forEach(decision -> use(corp, decision));
    clock.forward(Duration.ofMinutes(3));
    List<Decision> fewer = asManyAsPossible(corp, account, "c");

    assertThat(underWay).hasSize(5);
    assertThat(crowded.decidedBy()).isEqualTo(Limit.API_CONCURRENCY);
    assertThat(crowded.retryAfter()).isPositive().isLessThan(Duration.ofSeconds(1));
    assertThat(more).hasSize(5);
    assertThat(fewer.size()).isBetween(2, 3);
    // Nobody settles them; their places are free again when no such call can be under way.
    clock.forward(Duration.ofSeconds(126));
    assertThat(asManyAsPossible(corp, account, "d")).hasSameSizeAs(fewer);
  }

  @Test
  void aTenantsLimitHoldsOverAllItsCorpsAndWhatIsNotUsedGoesBack() {
    PermitFixture here = aCorp(14, "wwHere");
    PermitFixture there = aCorp(14, "wwThere");
    here.aPolicy(Map.of(), Map.of("tenantRecipientsPerDay", 100));
    AccountId one = here.anAccount("api", 1000);
    AccountId other = there.anAccount("api", 1000);

    Decision first = here.ask(one, 70, true, "a");
    Decision whole = there.ask(other, 70, true, "b");
    Decision part = there.ask(other, 70, false, "c");
    here.settle(first, Verdict.UNUSED, Duration.ZERO, PushBack.OTHER);
    here.settle(first, Verdict.UNUSED, Duration.ZERO, PushBack.OTHER);
    Decision again = there.ask(other, 100, false, "d");

    assertThat(whole.granted()).isZero();
    assertThat(whole.decidedBy()).isEqualTo(Limit.TENANT_LIMIT);
    assertThat(part.granted()).isEqualTo(30);
    assertThat(part.decidedBy()).isEqualTo(Limit.TENANT_LIMIT);
    assertThat(again.granted()).isEqualTo(70);
  }

  @Test
  void whatTheCorpDoesNotGrantReturnsToTheTenant() {
    PermitFixture corp = aCorp(15, "wwSmall");
    corp.aPolicy(Map.of(), Map.of("tenantRecipientsPerDay", 100, "tenantCallsPerMinute", 3));
    AccountId small = corp.anAccount("api", 10);
    AccountId large = corp.anAccount("api", 1000);

    for (int n = 0; n < 10; n++) {
      assertThat(corp.ask(small, 60, true, "s" + n).decidedBy()).isEqualTo(Limit.DAILY_QUOTA);
    }
    Decision part = corp.ask(small, 60, false, "part");
    Decision rest = corp.ask(large, 1000, false, "rest");

    assertThat(part.granted()).isEqualTo(10);
    assertThat(rest.granted()).isEqualTo(90);
  }

  @Test
  void leaveThatNobodyConfirmsReturnsByItself() {
    PermitFixture corp = aCorp(16, "wwLeave");
    corp.aPolicy(Map.of(), Map.of("tenantRecipientsPerDay", 100));
    AccountId account = corp.anAccount("api", 1000);
    DrawLeave draw = service.bean(DrawLeave.class);
    TenantId tenant = new TenantId(16);

    draw.draw(draw.pools(tenant), List.of(new DrawLeave.Wish("of a replica that died", 100, true)));
    Decision meanwhile = corp.ask(account, 1, true, "meanwhile");
    clock.forward(Duration.ofSeconds(11));
    Decision later = corp.ask(account, 100, true, "later");

    assertThat(meanwhile.decidedBy()).isEqualTo(Limit.TENANT_LIMIT);
    assertThat(later.granted()).isEqualTo(100);
  }

  @Test
  void aPermitThatEndedReturnsWhenItsAskIsRepeated() {
    PermitFixture corp = aCorp(17, "wwEnded");
    AccountId account = corp.anAccount("api", 100);

    Decision lost = corp.ask(account, 100, true, "job-1");
    clock.forward(Duration.ofMinutes(2));
    Decision again = corp.ask(account, 100, true, "job-1");

    assertThat(lost.granted()).isEqualTo(100);
    assertThat(again.granted()).isEqualTo(100);
    assertThat(again.permitId()).isNotEqualTo(lost.permitId());
    assertThat(corp.shown(account).get("usedToday").asLong()).isEqualTo(100);
  }

  @Test
  void slicesOfCallsShareTheRateOfTheirApi() {
    PermitFixture corp = aCorp(18, "wwCalls");

    Decision some = corp.askCalls("get_groupmsg_send_result", 15);
    corp.settleCalls(some, 5, null);
    corp.settleCalls(some, 5, null);
    Decision rest = corp.askCalls("get_groupmsg_send_result", 50);
    Decision none = corp.askCalls("get_groupmsg_send_result", 1);
    Decision other = corp.askCalls("get_groupmsg_task", 1);
    corp.settleCalls(other, 1, PushBack.RATE);

    assertThat(some.granted()).isEqualTo(15);
    assertThat(rest.granted()).isEqualTo(15);
    assertThat(none.decidedBy()).isEqualTo(Limit.API_RATE);
    assertThat(other.granted()).isEqualTo(1);
    assertThat(corp.askCalls("get_groupmsg_task", 1).decidedBy()).isEqualTo(Limit.API_BLOCKED);
  }

  @Test
  void operatorsSeeWhatHoldsAnAccountBack() {
    PermitFixture corp = aCorp(19, "wwWhy");
    AccountId account = corp.anAccount("api", 10);
    assertThat(corp.shown(account).get("heldBackBy").isNull()).isTrue();

    use(corp, corp.ask(account, 10, true, "all"));

    assertThat(corp.shown(account).get("heldBackBy").asText()).isEqualTo("DAILY_QUOTA");
    assertThat(corp.shown(account).get("heldBackBecause").asText())
        .startsWith("Its 10 recipients of today are used up; it goes on at ");
  }

  @Test
  void aBlockOfWecomOutlivesALossEvenIfItIsOnlyLookedAt() {
    PermitFixture corp = aCorp(20, "wwBlocked");
    AccountId account = corp.anAccount("api", 1000);
    Generations generations = service.bean(Generations.class);
    LimiterSlot slot = LimiterSlot.of(new TenantId(20), new CorpId("wwBlocked"));
    Decision pushed = corp.ask(account, 1, true, "pushed");
    corp.settle(pushed, Verdict.PUSHED_BACK, Duration.ofMinutes(30), PushBack.RATE);

    generations.lost(slot, generations.of(slot));
    clock.forward(Duration.ofMinutes(8));
    JsonNode looked = corp.shown(account);
    Decision first = corp.ask(account, 1, true, "first");
    Decision second = corp.ask(account, 1, true, "second");
    clock.forward(Duration.ofMinutes(23));
    Decision later = corp.ask(account, 1, true, "later");

    assertThat(looked.get("heldBackBy").asText()).isEqualTo("API_BLOCKED");
    assertThat(first.decidedBy()).isEqualTo(Limit.API_BLOCKED);
    assertThat(second.decidedBy()).isEqualTo(Limit.API_BLOCKED);
    assertThat(later.granted()).isEqualTo(1);
  }

  @Test
  void aPushBackThatIsToldAfterALossHasTheApiRestAllTheSameAndOnce() {
    PermitFixture corp = aCorp(23, "wwToldLate");
    AccountId account = corp.anAccount("api", 1000);
    Generations generations = service.bean(Generations.class);
    LimiterSlot slot = LimiterSlot.of(new TenantId(23), new CorpId("wwToldLate"));
    Decision pushed = corp.ask(account, 1, true, "pushed");

    generations.lost(slot, generations.of(slot));
    corp.settle(pushed, Verdict.PUSHED_BACK, Duration.ofMinutes(30), PushBack.RATE);
    clock.forward(Duration.ofMinutes(8));
    corp.settle(pushed, Verdict.PUSHED_BACK, Duration.ofMinutes(30), PushBack.RATE);
    Decision blocked = corp.ask(account, 1, true, "blocked");
    clock.forward(Duration.ofMinutes(23));
    Decision later = corp.ask(account, 1, true, "later");

    assertThat(blocked.decidedBy()).isEqualTo(Limit.API_BLOCKED);
    assertThat(later.granted()).isEqualTo(1);
  }

  @Test
  void soDoesThatOfASliceThatWasLostItself() {
    PermitFixture corp = aCorp(24, "wwSliceLost");
    String api = "get_groupmsg_task";
    StringRedisTemplate redis = service.bean(StringRedisTemplate.class);
    Decision slice = corp.askCalls(api, 1);
    SettleCalls pushedBack =
        new SettleCalls(
            new TenantId(24),
            Objects.requireNonNull(slice.permitId()),
            1,
            PushBack.RATE,
            Duration.ofMinutes(30));

    redis.delete(redis.keys("qunfa:{24:wwSliceLost}:*"));
    service.bean(GrantCalls.class).settle(pushedBack);
    Decision closed = corp.askCalls(api, 1);
    clock.forward(Duration.ofMinutes(8));
    service.bean(GrantCalls.class).settle(pushedBack);
    Decision blocked = corp.askCalls(api, 1);
    clock.forward(Duration.ofMinutes(23));

    assertThat(closed.decidedBy()).isEqualTo(Limit.LIMITER_UNAVAILABLE);
    assertThat(blocked.decidedBy()).isEqualTo(Limit.API_BLOCKED);
    assertThat(corp.askCalls(api, 1).granted()).isEqualTo(1);
  }

  @Test
  void aLeaveThatIsDrawnTwiceIsCountedOnce() {
    PermitFixture corp = aCorp(21, "wwDrawTwice");
    corp.aPolicy(Map.of(), Map.of("tenantRecipientsPerDay", 100));
    DrawLeave draw = service.bean(DrawLeave.class);
    List<DrawLeave.Pool> pools = draw.pools(new TenantId(21));
    List<DrawLeave.Wish> wish = List.of(new DrawLeave.Wish("twice", 60, false));

    int first = drawn(draw.draw(pools, wish), "twice");
    int again = drawn(draw.draw(pools, wish), "twice");
    int rest = drawn(draw.draw(pools, List.of(new DrawLeave.Wish("rest", 100, false))), "rest");

    assertThat(first).isEqualTo(60);
    assertThat(again).isEqualTo(60);
    assertThat(rest).isEqualTo(40);
  }

  @Test
  void aSliceOfCallsThatIsReservedTwiceIsCountedOnce() {
    PermitFixture corp = aCorp(22, "wwCallTwice");
    CorpId corpId = new CorpId("wwCallTwice");
    LimiterSlot slot = LimiterSlot.of(new TenantId(22), corpId);
    LimiterKeys keys = new LimiterKeys(slot);
    String api = "get_groupmsg_send_result";
    String permit = new ReserveCalls(new TenantId(22), corpId, api, 15).permitId();
    Counting run =
        new Counting(
            slot,
            new DailyCredits.Owner(22, 0),
            0,
            List.of(keys.marker(), keys.api(api), keys.underWay(api), keys.permit(permit)),
            service.bean(ScriptArguments.class).ofCalls(15, permit, new ApiCeilings(-1, -1, -1)));
    CountInRedis count = service.bean(CountInRedis.class);

    Counted first = count.count(LimiterScript.RESERVE_CALLS, List.of(run)).getFirst();
    Counted again = count.count(LimiterScript.RESERVE_CALLS, List.of(run)).getFirst();
    Decision rest = corp.askCalls(api, 50);

    assertThat(first.granted()).isEqualTo(15);
    assertThat(again.granted()).isEqualTo(15);
    assertThat(again.permitId()).isEqualTo(first.permitId());
    assertThat(again.lifeMillis()).isPositive().isLessThanOrEqualTo(first.lifeMillis());
    assertThat(rest.granted()).isEqualTo(5);
  }

  private static int drawn(Map<String, DrawLeave.Leave> leaves, String wish) {
    return Objects.requireNonNull(leaves.get(wish)).recipients();
  }

  private static PermitFixture aCorp(long tenant, String corp) {
    PermitFixture fixture = new PermitFixture(service, new TenantId(tenant), corp);
    fixture.aCorp();
    return fixture;
  }

  private static void use(PermitFixture corp, Decision decision) {
    corp.settle(decision, Verdict.USED, Duration.ZERO, PushBack.OTHER);
  }

  /** Calls until the limiter says no, then lets the minute pass. */
  private static int callsInAMinute(PermitFixture corp, AccountId account, String name) {
    int calls = 0;
    for (Decision decision = corp.ask(account, 1, true, name + calls);
        decision.granted() == 1;
        decision = corp.ask(account, 1, true, name + calls)) {
      use(corp, decision);
      calls++;
    }
    clock.forward(Duration.ofSeconds(65).plus(A_MOMENT));
    return calls;
  }

  private static List<Decision> asManyAsPossible(
      PermitFixture corp, AccountId account, String name) {
    List<Decision> granted = new ArrayList<>();
    for (Decision decision = corp.ask(account, 1, true, name);
        decision.granted() == 1;
        decision = corp.ask(account, 1, true, name + granted.size())) {
      granted.add(decision);
    }
    return granted;
  }
}
