package io.qunfa.simulator;

import static org.assertj.core.api.Assertions.assertThat;

import io.qunfa.fixture.MutableClock;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

@SimulatorTest
class ControlTest {
  private final Wecom wecom;
  private final MutableClock clock;

  ControlTest(Wecom wecom, MutableClock clock) {
    this.wecom = wecom;
    this.clock = clock;
  }

  @BeforeEach
  void startOver() {
    wecom.startOver();
  }

  @Test
  void changeOfSettingsLeavesTheOthers() {
    Answer changed = wecom.settings(Map.of("notFriendShare", 0.25));

    assertThat(changed.json().path("notFriendShare").doubleValue()).isEqualTo(0.25);
    assertThat(changed.json().path("confirmDelayMinMs").longValue()).isEqualTo(60_000);
    assertThat(wecom.control("GET", "/control/settings", "").json()).isEqualTo(changed.json());
  }

  @Test
  void settingsThatMakeNoSenseAreRefusedAndChangeNothing() {
    Answer before = wecom.control("GET", "/control/settings", "");

    assertThat(wecom.settings(Map.of("noSuchSetting", 1)).status()).isEqualTo(400);
    assertThat(wecom.settings(Map.of("notFriendShare", 1.5)).status()).isEqualTo(400);
    assertThat(wecom.settings(Map.of("confirmDelayMinMs", 70_000)).status()).isEqualTo(400);
    assertThat(wecom.control("PUT", "/control/settings", "{\"quotaMode\":null}").status())
        .isEqualTo(400);
    assertThat(wecom.control("GET", "/control/settings", "").json()).isEqualTo(before.json());
  }

  @Test
  void receivedCountsTasksSendersAndStatuses() {
    List<String> customers = wecom.customersOf(Wecom.SENDER, 3);
    wecom.massSend(Wecom.SENDER, customers, "你好");
    clock.advance(Duration.ofMinutes(2));

    Answer received = wecom.received();

    assertThat(received.json().at("/calls/add_msg_template").intValue()).isEqualTo(1);
    assertThat(received.json().path("tasks").intValue()).isEqualTo(1);
    assertThat(received.json().at("/perSender/zhangsan/confirmed").intValue()).isEqualTo(1);
    assertThat(received.json().at("/byStatus/0").intValue()).isZero();
    assertThat(received.json().at("/byStatus/1").intValue()).isEqualTo(3);
    assertThat(received.json().path("firstCallAt").longValue())
        .isEqualTo(clock.instant().minus(Duration.ofMinutes(2)).toEpochMilli());
  }

  @Test
  void everyRecipientIsALineOfTheCsv() {
    wecom.massSend(Wecom.SENDER, wecom.customersOf(Wecom.SENDER, 2), "你好");
    clock.advance(Duration.ofMinutes(2));

    List<String> lines = wecom.control("GET", "/control/received.csv", "").body().lines().toList();

    assertThat(lines).hasSize(3);
    assertThat(lines.getFirst()).isEqualTo("external_userid,sender,msgid,text_hash,status");
    assertThat(lines.get(1))
        .matches(
            "wmCustomer000000,zhangsan,msg\\S+,"
                + "670d9743542cae3ea7ebe36af56bd53648b0a1126162e78d81a32934a711302e,1");
  }

  @Test
  void tasksAndCallsArePagedAndFiltered() {
    List<String> customers = wecom.customersOf(Wecom.SENDER, 1);
    wecom.massSend(Wecom.SENDER, customers, "one");
    wecom.massSend(Wecom.SENDER, customers, "two");

    Answer first = wecom.control("GET", "/control/tasks?limit=1", "");
    Answer second =
        wecom.control("GET", "/control/tasks?limit=9&after=" + first.text("nextAfter"), "");
    Answer calls = wecom.control("GET", "/control/calls?api=add_msg_template&limit=9", "");

    assertThat(first.json().at("/tasks/0/text").asText()).isEqualTo("one");
    assertThat(second.json().path("tasks").findValuesAsText("text")).containsExactly("two");
    assertThat(calls.json().findValuesAsText("outcome")).containsExactly("0", "0");
    assertThat(calls.json().at("/0/requestBytes").longValue()).isPositive();
  }

  @Test
  void resetCanKeepTheCorps() {
    List<String> customers = wecom.customersOf(Wecom.SENDER, 1);
    wecom.massSend(Wecom.SENDER, customers, "one");

    wecom.control("POST", "/control/reset?keepCorps=true", "");

    assertThat(wecom.received().json().path("tasks").intValue()).isZero();
    assertThat(wecom.massSend(Wecom.SENDER, customers, "one").errcode()).isZero();
    assertThat(wecom.received().json().path("duplicates").intValue()).isZero();
  }

  @Test
  void contactsThatAreNoCsvAreRefusedByLine() {
    String path = "/control/corps/" + Wecom.CORP + "/contacts";

    assertThat(wecom.control("POST", path, "id,member\n").status()).isEqualTo(400);
    assertThat(
            wecom
                .control("POST", path, "external_userid,member_userid\nwm1,a\nwm2\n")
                .text("detail"))
        .startsWith("Line 3 ");
    assertThat(wecom.control("POST", "/control/corps/wwNo/contacts", "x").status()).isEqualTo(404);
  }

  @Test
  void pageSpeaksTheReadersLanguageAndEscapesWhatItShows() throws Exception {
    wecom.massSend(Wecom.SENDER, wecom.customersOf(Wecom.SENDER, 1), "<script>alert(1)</script>");

    Answer english = page("en");
    Answer chinese = page("zh-CN,zh;q=0.9");

    assertThat(english.contentType()).isEqualTo("text/html;charset=UTF-8");
    assertThat(english.body()).contains("Simulated WeCom", "&lt;script&gt;");
    assertThat(english.body()).doesNotContain("<script>");
    assertThat(chinese.body()).contains("企业微信模拟器", "等待成员确认");
  }

  @Test
  void healthIsOpen() {
    assertThat(wecom.control("GET", "/actuator/health/readiness", "").status()).isEqualTo(200);
    assertThat(wecom.control("GET", "/actuator/prometheus", "").status()).isEqualTo(200);
  }

  private Answer page(String language) throws IOException, InterruptedException {
    return wecom.page(language);
  }
}
