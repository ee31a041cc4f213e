package io.qunfa.account.permit;

import static org.assertj.core.api.Assertions.assertThat;

import io.qunfa.account.PermitFixture;
import io.qunfa.account.RunningService;
import io.qunfa.ids.CorpId;
import io.qunfa.ids.TenantId;
import io.qunfa.permit.ReserveCalls;
import io.qunfa.permit.ReservePermits.Decision;
import io.qunfa.permit.ReservePermits.Limit;
import io.qunfa.permit.SettleCalls;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Five slices of an API may be under way at once. */
class SlicesOfCallsTest {
  private static final String API = "get_groupmsg_send_result";
  private static final TenantId TENANT = new TenantId(31);

  private static RunningService service;
  private static MovedClock clock;

  @BeforeAll
  static void start() {
    service = RunningService.start();
    clock = new MovedClock(service);
  }

  @AfterAll
  static void stop() {
    clock.close();
    service.close();
  }

  @Test
  void oneQuestionSettlesASliceAndAsksForTheNext() {
    PermitFixture corp = aCorp("wwSlices");
    List<Decision> underWay = slices(corp, 5);

    Decision crowded = corp.askCalls(API, 2);
    Decision next = corp.askCallsAfter(underWay.getFirst(), API, 2);
    Decision crowdedAgain = corp.askCallsAfter(underWay.getFirst(), API, 2);

    assertThat(underWay).extracting(Decision::granted).containsOnly(2);
    assertThat(crowded.decidedBy()).isEqualTo(Limit.API_CONCURRENCY);
    assertThat(next.granted()).isEqualTo(2);
    assertThat(crowdedAgain.decidedBy()).isEqualTo(Limit.API_CONCURRENCY);
  }

  @Test
  void oneReferenceIsOneSlice() {
    PermitFixture corp = aCorp("wwReference");
    ReserveCalls ask = new ReserveCalls(TENANT, new CorpId("wwReference"), API, 2);

    Decision first = corp.askCalls(ask);
    Decision again = corp.askCalls(ask);

    assertThat(again.permitId()).isEqualTo(first.permitId()).isEqualTo(ask.permitId());
    assertThat(again.granted()).isEqualTo(2);
    assertThat(again.life()).isPositive().isLessThanOrEqualTo(first.life());
    assertOnePlaceOfFiveIsTaken(corp);
  }

  @Test
  void aSliceThatEndedReturnsWhenItsAskIsRepeated() {
    PermitFixture corp = aCorp("wwLateAsk");
    ReserveCalls ask = new ReserveCalls(TENANT, new CorpId("wwLateAsk"), API, 2);
    corp.askCalls(ask);

    clock.forward(Duration.ofSeconds(20));
    Decision again = corp.askCalls(ask);

    assertThat(again.granted()).isEqualTo(2);
    assertThat(again.life()).isGreaterThan(Duration.ofSeconds(10));
    assertOnePlaceOfFiveIsTaken(corp);
  }

  @Test
  void whoNeverHeardOfASliceCanGiveItBack() {
    PermitFixture corp = aCorp("wwUnheard");
    ReserveCalls unheard = new ReserveCalls(TENANT, new CorpId("wwUnheard"), API, 2);
    corp.askCalls(unheard);
    slices(corp, 4);
    assertThat(corp.askCalls(API, 2).decidedBy()).isEqualTo(Limit.API_CONCURRENCY);

    service
        .bean(GrantCalls.class)
        .settle(new SettleCalls(TENANT, unheard.permitId(), 0, null, Duration.ZERO));

    assertThat(corp.askCalls(API, 2).granted()).isEqualTo(2);
  }

  @Test
  void anAskThatComesAfterItsSliceWasGivenBackOrUsedGetsNothing() {
    PermitFixture corp = aCorp("wwTooLate");
    ReserveCalls givenUp = new ReserveCalls(TENANT, new CorpId("wwTooLate"), API, 2);
    service
        .bean(GrantCalls.class)
        .settle(new SettleCalls(TENANT, givenUp.permitId(), 0, null, Duration.ZERO));
    ReserveCalls used = new ReserveCalls(TENANT, new CorpId("wwTooLate"), API, 2);
    corp.settleCalls(corp.askCalls(used), 2, null);

    assertThat(corp.askCalls(givenUp).granted()).isZero();
    assertThat(corp.askCalls(used).granted()).isZero();

    assertThat(slices(corp, 5)).extracting(Decision::granted).containsOnly(2);
  }

  private static void assertOnePlaceOfFiveIsTaken(PermitFixture corp) {
    assertThat(slices(corp, 4)).extracting(Decision::granted).containsOnly(2);
    assertThat(corp.askCalls(API, 2).decidedBy()).isEqualTo(Limit.API_CONCURRENCY);
  }

  private static List<Decision> slices(PermitFixture corp, int number) {
    List<Decision> slices = new ArrayList<>();
    for (int n = 0; n < number; n++) {
      slices.add(corp.askCalls(API, 2));
    }
    return slices;
  }

  private static PermitFixture aCorp(String name) {
    PermitFixture corp = new PermitFixture(service, TENANT, name);
    corp.aCorp();
    return corp;
  }
}
