package io.qunfa.simulator;

import static org.assertj.core.api.Assertions.assertThat;

import io.qunfa.fixture.MutableClock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

@SimulatorTest
class DeliveryDelayTest {
  private final Wecom wecom;
  private final MutableClock clock;

  DeliveryDelayTest(Wecom wecom, MutableClock clock) {
    this.wecom = wecom;
    this.clock = clock;
  }

  @BeforeEach
  void startOver() {
    wecom.startOver();
  }

  @Test
  void resultsOfAConfirmedTaskComeLaterEvenIfItIsCancelledMeanwhile() {
    wecom.settings(Map.of("deliveryDelayMs", 5_000));
    String msgid =
        wecom.massSend(Wecom.SENDER, wecom.customersOf(Wecom.SENDER, 2), "hello").text("msgid");
    clock.advance(Duration.ofSeconds(60));

    int cancelled =
        wecom.post("externalcontact/cancel_groupmsg_send", Map.of("msgid", msgid)).errcode();
    Answer members = wecom.post("externalcontact/get_groupmsg_task", Map.of("msgid", msgid));
    List<Integer> early = statuses(msgid);
    clock.advance(Duration.ofSeconds(5));

    assertThat(cancelled).isZero();
    assertThat(members.json().at("/task_list/0/status").intValue()).isEqualTo(2);
    assertThat(early).containsExactly(0, 0);
    assertThat(statuses(msgid)).containsExactly(1, 1);
  }

  private List<Integer> statuses(String msgid) {
    return wecom
        .post(
            "externalcontact/get_groupmsg_send_result",
            Map.of("msgid", msgid, "userid", Wecom.SENDER))
        .list("send_list")
        .stream()
        .map(row -> row.path("status").intValue())
        .toList();
  }
}
