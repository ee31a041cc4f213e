package io.qunfa.apiexecutor.slice;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.qunfa.ids.CorpId;
import io.qunfa.ids.TenantId;
import io.qunfa.permit.PushBack;
import java.time.Duration;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Slices are of three calls, two at once. */
class CallSlicesTest {
  private static final Api RECEIPTS = api("get_groupmsg_send_result");
  private static final Duration LONG = Duration.ofMinutes(10);

  private final GrantingService service = new GrantingService();

  @AfterEach
  void close() {
    service.close();
  }

  @Test
  void callsThatFollowEachOtherCostOneQuestionPerSlice() {
    CallSlices slices = service.slices(LONG);

    for (int call = 0; call < 9; call++) {
      turn(slices, RECEIPTS).end(Ending.MADE);
    }

    assertThat(service.asked).hasSize(3);
    assertThat(service.asked.get(0)).doesNotContain("before");
    assertThat(service.asked.get(1)).contains("\"permitId\":\"p1\"", "\"made\":3");
    assertThat(service.asked.get(2)).contains("\"permitId\":\"p2\"", "\"made\":3");
    assertThat(service.told).isEmpty();
  }

  @Test
  void whoCallsBesideAnotherHasASliceOfHisOwn() {
    CallSlices slices = service.slices(LONG);

    Turn.Granted one = turn(slices, RECEIPTS);
    Turn.Granted other = turn(slices, RECEIPTS);
    Turn third = slices.take(RECEIPTS);
    one.end(Ending.MADE);
    turn(slices, RECEIPTS).end(Ending.MADE);
    other.end(Ending.MADE);

    assertThat(third).isInstanceOf(Turn.Denied.class);
    assertThat(service.asked).hasSize(2);
  }

  @Test
  void apisDoNotShareSlices() {
    CallSlices slices = service.slices(LONG);

    turn(slices, RECEIPTS).end(Ending.MADE);
    turn(slices, api("get_groupmsg_task")).end(Ending.MADE);

    assertThat(service.asked).hasSize(2);
  }

  @Test
  void whatIsNotUsedGoesBackSoon() {
    CallSlices slices = service.slices(Duration.ofMillis(50));

    turn(slices, RECEIPTS).end(Ending.MADE);
    turn(slices, RECEIPTS).end(Ending.NOT_MADE);

    await().atMost(Duration.ofSeconds(20)).until(() -> service.told.size() == 1);
    assertThat(service.told.getFirst()).contains("\"permitId\":\"p1\"", "\"made\":1");
    turn(slices, RECEIPTS);
    assertThat(service.asked).hasSize(2);
  }

  @Test
  void aStoppingProcessGivesBackWhatItKeeps() {
    CallSlices slices = service.slices(LONG);
    turn(slices, RECEIPTS).end(Ending.MADE);

    slices.close();

    assertThat(service.told).hasSize(1);
  }

  @Test
  void aComplaintIsToldAtOnceAndTheRestOfTheSliceIsNotUsed() {
    CallSlices slices = service.slices(LONG);

    turn(slices, RECEIPTS).end(Ending.pushedBack(PushBack.RATE, Duration.ofMinutes(1)));
    turn(slices, RECEIPTS);

    assertThat(service.told).hasSize(1);
    assertThat(service.told.getFirst()).contains("\"made\":1", "\"cause\":\"RATE\"");
    assertThat(service.asked).hasSize(2);
  }

  @Test
  void aStoppingProcessTakesNoMoreAndGivesBackTheSliceOfItsLastCallAtOnce() {
    CallSlices slices = service.slices(LONG);
    Turn.Granted underWay = turn(slices, RECEIPTS);

    slices.close();
    underWay.end(Ending.MADE);

    await().atMost(Duration.ofSeconds(20)).until(() -> service.told.size() == 1);
    assertThat(service.told.getFirst()).contains("\"permitId\":\"p1\"", "\"made\":1");
    assertThat(slices.take(RECEIPTS)).isInstanceOf(Turn.Denied.class);
    assertThat(service.asked).hasSize(1);
  }

  @Test
  void aProcessStopsInTimeAlsoIfAccountServiceDoesNotListen() {
    CallSlices slices = service.slices(LONG);
    for (int n = 0; n < 4; n++) {
      turn(slices, api("api_" + n)).end(Ending.MADE);
    }
    turn(slices, RECEIPTS);
    service.silent = true;
    long began = System.nanoTime();

    slices.close();

    // One answer is waited for two seconds, the end half a second.
    assertThat(Duration.ofNanos(System.nanoTime() - began)).isLessThan(Duration.ofMillis(1900));
  }

  @Test
  void aComplaintThatIsNotHeardIsToldAgainUntilItIs() {
    CallSlices slices = service.slices(LONG);
    Turn.Granted turn = turn(slices, RECEIPTS);

    service.away = true;
    turn.end(Ending.pushedBack(PushBack.RATE, Duration.ofMinutes(1)));
    service.away = false;

    await().atMost(Duration.ofSeconds(20)).until(() -> !service.told.isEmpty());
    assertThat(service.told.getFirst())
        .contains("\"permitId\":\"p1\"", "\"made\":1", "\"cause\":\"RATE\"")
        // It rests since WeCom said so.
        .containsPattern("\"pushBack\":59\\.");
  }

  @Test
  void noSliceIsAskedForBeforeAComplaintIsHeard() {
    CallSlices slices = service.slices(LONG);
    Turn.Granted turn = turn(slices, RECEIPTS);
    service.away = true;
    turn.end(Ending.pushedBack(PushBack.RATE, Duration.ofMinutes(1)));

    Turn meanwhile = slices.take(RECEIPTS);
    service.away = false;
    turn(slices, RECEIPTS);

    assertThat(meanwhile).isInstanceOf(Turn.Denied.class);
    assertThat(service.missed)
        .isNotEmpty()
        .allMatch(missed -> missed.contains("\"cause\":\"RATE\""));
    assertThat(service.told).isNotEmpty();
    assertThat(service.asked).hasSize(2);
  }

  @Test
  void whoAsksAfterAnAnswerThatDidNotComeAsksUnderItsReference() {
    CallSlices slices = service.slices(LONG);
    service.away = true;

    slices.take(RECEIPTS);
    slices.take(RECEIPTS);
    service.away = false;
    turn(slices, RECEIPTS);
    turn(slices, RECEIPTS);

    assertThat(service.missed).hasSize(2);
    assertThat(service.missed.stream().map(CallSlicesTest::reference).distinct())
        .containsExactly(reference(service.asked.getFirst()));
    assertThat(reference(service.asked.get(1))).isNotEqualTo(reference(service.asked.getFirst()));
  }

  @Test
  void whatMayHaveBeenGrantedTooLateIsGivenBackIfNobodyAsks() {
    CallSlices slices = service.slices(Duration.ofMillis(50));
    service.away = true;

    slices.take(RECEIPTS);
    String permit =
        "ww0000000000000001.get_groupmsg_send_result." + reference(service.missed.getFirst());
    service.away = false;

    await().atMost(Duration.ofSeconds(20)).until(() -> !service.told.isEmpty());
    assertThat(service.told.getFirst()).contains("\"permitId\":\"" + permit + "\"", "\"made\":0");
  }

  @Test
  void noCallBeginsAfterTheSliceHasEnded() {
    service.life = Duration.ofMillis(-1);
    CallSlices slices = service.slices(LONG);

    turn(slices, RECEIPTS).end(Ending.MADE);
    turn(slices, RECEIPTS).end(Ending.MADE);

    assertThat(service.asked).hasSize(2);
  }

  @Test
  void noAnswerIsNoLeave() {
    CallSlices slices = service.slices(LONG);
    service.away = true;

    Turn turn = slices.take(RECEIPTS);

    assertThat(turn)
        .isInstanceOfSatisfying(
            Turn.Denied.class, denied -> assertThat(denied.retryAfter()).isPositive());
    service.away = false;
    turn(slices, RECEIPTS);
  }

  private static Turn.Granted turn(CallSlices slices, Api api) {
    Turn turn = slices.take(api);
    assertThat(turn).isInstanceOf(Turn.Granted.class);
    return (Turn.Granted) turn;
  }

  private static Api api(String name) {
    return new Api(new TenantId(1), new CorpId("ww0000000000000001"), name);
  }

  private static String reference(String ask) {
    Matcher reference = Pattern.compile("\"reference\":\"([0-9a-f-]{36})\"").matcher(ask);
    assertThat(reference.find()).isTrue();
    return reference.group(1);
  }
}
