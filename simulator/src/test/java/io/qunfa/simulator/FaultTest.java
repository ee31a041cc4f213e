package io.qunfa.simulator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

@SimulatorTest
class FaultTest {
  private static final String ADD = "add_msg_template";

  private final Wecom wecom;
  private List<String> customers = List.of();

  FaultTest(Wecom wecom) {
    this.wecom = wecom;
  }

  @BeforeEach
  void startOver() {
    wecom.startOver();
    customers = wecom.customersOf(Wecom.SENDER, 2);
  }

  @Test
  void resetBeforeLeavesNoTask() {
    wecom.fault(Map.of("api", ADD, "kind", "RESET_BEFORE", "count", 1));

    assertThatThrownBy(this::massSend).hasCauseInstanceOf(IOException.class);

    assertThat(tasks()).isZero();
    assertThat(massSend().errcode()).isZero();
  }

  @Test
  void resetAfterLeavesATaskWithoutAnAnswer() {
    wecom.fault(Map.of("api", ADD, "kind", "RESET_AFTER", "count", 1));

    assertThatThrownBy(this::massSend)
        .hasCauseInstanceOf(IOException.class)
        .hasRootCauseMessage("Connection reset");

    assertThat(tasks()).isEqualTo(1);
    assertThat(wecom.received().json().at("/errors/RESET_AFTER").intValue()).isEqualTo(1);
  }

  @Test
  void hangingCallIsCutInTheEnd() {
    wecom.fault(Map.of("api", ADD, "kind", "HANG", "count", 1, "delayMs", 300));
    wecom.fault(
        Map.of("api", ADD, "kind", "HANG", "count", 1, "delayMs", 300, "afterEffect", true));

    assertThatThrownBy(this::massSend).hasCauseInstanceOf(IOException.class);
    int afterFirst = tasks();
    assertThatThrownBy(this::massSend).hasCauseInstanceOf(IOException.class);

    assertThat(afterFirst).isZero();
    assertThat(tasks()).isEqualTo(1);
  }

  @Test
  void slowCallAnswersLate() {
    wecom.fault(Map.of("api", ADD, "kind", "SLOW", "count", 1, "delayMs", 200));

    long began = System.nanoTime();
    Answer answer = massSend();

    assertThat(Duration.ofNanos(System.nanoTime() - began))
        .isGreaterThanOrEqualTo(Duration.ofMillis(200));
    assertThat(answer.errcode()).isZero();
  }

  @Test
  void errcodesAreOrderedByNameOrByNumber() {
    wecom.fault(Map.of("api", "*", "kind", "ERRCODE", "code", 60020, "count", 1));
    wecom.fault(Map.of("api", ADD, "kind", "BUSY", "count", 1));
    wecom.fault(Map.of("api", ADD, "kind", "RATE_45009", "count", 1));
    wecom.fault(
        Map.of("api", "externalcontact/add_msg_template", "kind", "CONCURRENCY_45033", "count", 1));

    assertThat(wecom.get("gettoken").errcode()).isEqualTo(60020);
    assertThat(massSend().errcode()).isEqualTo(-1);
    assertThat(massSend().errcode()).isEqualTo(45009);
    assertThat(massSend().errcode()).isEqualTo(45033);
    assertThat(tasks()).isZero();
    assertThat(massSend().errcode()).isZero();
  }

  @Test
  void answerOfAProxyIsNoJson() {
    wecom.fault(Map.of("api", ADD, "kind", "GARBAGE", "count", 1));
    wecom.fault(Map.of("api", ADD, "kind", "HTTP_500", "count", 1, "afterEffect", true));

    Answer garbage = massSend();
    Answer broken = massSend();

    assertThat(garbage.status()).isEqualTo(200);
    assertThat(garbage.contentType()).startsWith("text/html");
    assertThat(broken.status()).isEqualTo(500);
    assertThat(tasks()).isEqualTo(1);
  }

  @Test
  void tokenCanExpireUnderACall() {
    String before = wecom.token();
    wecom.fault(Map.of("api", ADD, "kind", "TOKEN_EXPIRED", "count", 1));

    assertThat(massSend().errcode()).isEqualTo(42001);
    assertThat(wecom.token()).isNotEqualTo(before);
    assertThat(massSend().errcode()).isZero();
  }

  @Test
  void platformCanTakeATokenBackUnderACall() {
    wecom.fault(Map.of("api", ADD, "kind", "TOKEN_INVALID", "count", 1));

    assertThat(massSend().errcode()).isEqualTo(40014);
    assertThat(massSend().errcode()).isZero();
  }

  @Test
  void probableFaultStrikesItsShareOfCalls() {
    wecom.fault(Map.of("api", "gettoken", "kind", "BUSY", "probability", 0.5));

    long struck =
        IntStream.range(0, 200)
            .filter(i -> wecom.get("gettoken?corpid=x&corpsecret=y").errcode() == -1)
            .count();

    assertThat(struck).isBetween(60L, 140L);
  }

  @Test
  void faultsAreShownAndTakenBack() {
    wecom.fault(Map.of("api", ADD, "kind", "BUSY"));
    massSend();

    Answer shown = wecom.control("GET", "/control/faults", "");
    String id = shown.json().at("/0/id").asText();

    assertThat(shown.json().at("/0/struck").intValue()).isEqualTo(1);
    assertThat(wecom.control("DELETE", "/control/faults/" + id, "").status()).isEqualTo(204);
    assertThat(wecom.control("DELETE", "/control/faults/" + id, "").status()).isEqualTo(404);
    assertThat(massSend().errcode()).isZero();
  }

  @Test
  void faultsThatMakeNoSenseAreRefused() {
    assertThat(order(Map.of("api", ADD, "kind", "ERRCODE"))).isEqualTo(400);
    assertThat(order(Map.of("api", ADD, "kind", "NONSENSE"))).isEqualTo(400);
    assertThat(order(Map.of("kind", "BUSY"))).isEqualTo(400);
    assertThat(order(Map.of("api", ADD, "kind", "BUSY", "probability", 2))).isEqualTo(400);
    assertThat(order(Map.of("api", ADD, "kind", "BUSY", "afterEffect", true))).isEqualTo(400);
  }

  private int order(Map<String, ?> fault) {
    return wecom.control("POST", "/control/faults", Wecom.json(fault)).status();
  }

  private Answer massSend() {
    return wecom.massSend(Wecom.SENDER, customers, "你好");
  }

  private int tasks() {
    return wecom.received().json().path("tasks").intValue();
  }
}
