package io.qunfa.simulator;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.qunfa.fixture.MutableClock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

@SimulatorTest
class ReceiptTest {
  private static final String MEMBERS = "externalcontact/get_groupmsg_task";
  private static final String RESULT = "externalcontact/get_groupmsg_send_result";
  private static final String LIST = "externalcontact/get_groupmsg_list_v2";
  private static final String REMIND = "externalcontact/remind_groupmsg_send";
  private static final String CANCEL = "externalcontact/cancel_groupmsg_send";

  private final Wecom wecom;
  private final MutableClock clock;

  ReceiptTest(Wecom wecom, MutableClock clock) {
    this.wecom = wecom;
    this.clock = clock;
  }

  @BeforeEach
  void startOver() {
    wecom.startOver();
  }

  @Test
  void recordsOfANewTaskAreNotThereYet() {
    wecom.settings(Map.of("dispatchDelayMs", 2_000));
    String msgid = aTaskFor(1);

    int early = wecom.post(MEMBERS, Map.of("msgid", msgid)).errcode();
    int earlyResult = wecom.post(RESULT, ofSender(msgid)).errcode();
    clock.advance(Duration.ofSeconds(2));

    assertThat(early).isEqualTo(41063);
    assertThat(earlyResult).isEqualTo(41063);
    assertThat(wecom.post(MEMBERS, Map.of("msgid", msgid)).errcode()).isZero();
  }

  @Test
  void memberConfirmsAfterItsDelayAndEachCustomerHasReceived() {
    String msgid = aTaskFor(3);

    Answer before = wecom.post(MEMBERS, Map.of("msgid", msgid));
    List<Integer> statusesBefore = statuses(msgid);
    clock.advance(Duration.ofSeconds(60));
    Answer after = wecom.post(MEMBERS, Map.of("msgid", msgid));

    assertThat(before.json().at("/task_list/0/status").intValue()).isZero();
    assertThat(before.json().at("/task_list/0").has("send_time")).isFalse();
    assertThat(statusesBefore).containsExactly(0, 0, 0);
    assertThat(after.json().at("/task_list/0/status").intValue()).isEqualTo(2);
    assertThat(after.json().at("/task_list/0/send_time").longValue())
        .isEqualTo(clock.instant().getEpochSecond());
    assertThat(statuses(msgid)).containsExactly(1, 1, 1);
    assertThat(wecom.received().json().at("/byStatus/1").intValue()).isEqualTo(3);
  }

  @Test
  void pagesOfTwoCoverEveryoneOnce() {
    wecom.settings(Map.of("pageMax", 2));
    String msgid = aTaskFor(5);
    clock.advance(Duration.ofMinutes(2));

    List<String> ids = new ArrayList<>();
    String cursor = "";
    int pages = 0;
    do {
      Map<String, String> request = new HashMap<>(ofSender(msgid));
      request.put("cursor", cursor);
      Answer page = wecom.post(RESULT, request);
      ids.addAll(page.json().path("send_list").findValuesAsText("external_userid"));
      cursor = page.text("next_cursor");
      pages++;
    } while (!cursor.isEmpty());

    assertThat(pages).isEqualTo(3);
    assertThat(ids).doesNotHaveDuplicates().hasSize(5);
  }

  @Test
  void cursorsAreOpaqueAndBelongToOneList() {
    wecom.settings(Map.of("pageMax", 2));
    String msgid = aTaskFor(5);
    String other = aTaskFor(5);
    String cursor = wecom.post(RESULT, ofSender(msgid)).text("next_cursor");

    assertThat(wecom.post(RESULT, withCursor(msgid, "2")).errcode()).isEqualTo(50100);
    assertThat(wecom.post(RESULT, withCursor(msgid, "???")).errcode()).isEqualTo(50100);
    assertThat(wecom.post(RESULT, withCursor(other, cursor)).errcode()).isEqualTo(50100);
    assertThat(wecom.post(RESULT, withCursor(msgid, cursor)).errcode()).isZero();
  }

  @Test
  void requestsThatNameNoTaskOrTooMuchAreRefused() {
    String msgid = aTaskFor(1);

    assertThat(wecom.post(MEMBERS, Map.of()).errcode()).isEqualTo(41046);
    assertThat(wecom.post(MEMBERS, Map.of("msgid", "msgInvented")).errcode()).isEqualTo(41047);
    assertThat(wecom.post(MEMBERS, Map.of("msgid", msgid, "limit", 1_001)).errcode())
        .isEqualTo(40058);
    assertThat(wecom.post(RESULT, Map.of("msgid", msgid)).errcode()).isEqualTo(41009);
    assertThat(wecom.post(RESULT, Map.of("msgid", msgid, "userid", "nobody")).errcode())
        .isEqualTo(60111);
    assertThat(
            wecom
                .post(RESULT, Map.of("msgid", msgid, "userid", Wecom.OTHER_SENDER))
                .list("send_list"))
        .isEmpty();
  }

  @Test
  void cancelledTaskStaysUnsentForWhoHadNotConfirmed() {
    String msgid = aTaskFor(2);

    assertThat(wecom.post(CANCEL, Map.of("msgid", msgid)).errcode()).isZero();
    clock.advance(Duration.ofDays(1));

    assertThat(statuses(msgid)).containsExactly(0, 0);
    assertThat(wecom.post(CANCEL, Map.of("msgid", msgid)).errcode()).isEqualTo(41093);
    assertThat(wecom.post(REMIND, Map.of("msgid", msgid)).errcode()).isEqualTo(41093);
  }

  @Test
  void whatWasSentBeforeACancelStaysSent() {
    String msgid = aTaskFor(2);
    clock.advance(Duration.ofSeconds(60));

    wecom.post(CANCEL, Map.of("msgid", msgid));

    assertThat(statuses(msgid)).containsExactly(1, 1);
  }

  @Test
  void threeRemindersInTwentyFourHours() {
    String msgid = aTaskFor(1);
    for (int i = 0; i < 3; i++) {
      assertThat(wecom.post(REMIND, Map.of("msgid", msgid)).errcode()).isZero();
    }

    int fourth = wecom.post(REMIND, Map.of("msgid", msgid)).errcode();
    clock.advance(Duration.ofHours(24));

    assertThat(fourth).isEqualTo(41094);
    assertThat(wecom.post(REMIND, Map.of("msgid", msgid)).errcode()).isZero();
  }

  @Test
  void whoNeverConfirmsMayDoSoWhenReminded() {
    wecom.settings(Map.of("neverConfirmShare", 1));
    String msgid = aTaskFor(1);
    clock.advance(Duration.ofDays(2));
    List<Integer> unasked = statuses(msgid);
    wecom.settings(Map.of("remindedConfirmShare", 1));

    wecom.post(REMIND, Map.of("msgid", msgid));
    clock.advance(Duration.ofSeconds(60));

    assertThat(unasked).containsExactly(0);
    assertThat(statuses(msgid)).containsExactly(1);
  }

  @Test
  void theSeedDecidesWhoNeverConfirms() {
    wecom.settings(Map.of("neverConfirmShare", 0.5, "openContacts", true, "seed", 7));

    List<Integer> first = confirmationsOfFortyMembers();
    List<Integer> again = confirmationsOfFortyMembers();

    assertThat(again).isEqualTo(first);
    assertThat(first).contains(0, 2);
  }

  @Test
  void memberCanBeMadeToConfirmNow() {
    String msgid = aTaskFor(1);

    Answer confirmed = wecom.control("POST", "/control/members/" + Wecom.SENDER + ":confirm", "");

    assertThat(confirmed.json().path("confirmed").intValue()).isEqualTo(1);
    assertThat(statuses(msgid)).containsExactly(1);
  }

  @Test
  void customerWhoLeftBeforeTheConfirmationEndsAsNoFriend() {
    String msgid = aTaskFor(2);
    wecom.control(
        "POST",
        "/control/corps/" + Wecom.CORP + "/contacts:remove",
        "external_userid,member_userid\nwmCustomer000001," + Wecom.SENDER + "\n");

    clock.advance(Duration.ofSeconds(60));

    assertThat(statuses(msgid)).containsExactly(1, 2);
  }

  @Test
  void deselectedCustomersStayUnsentThoughTheMemberHasConfirmed() {
    wecom.settings(Map.of("allowSelectDropShare", 1));
    Answer task =
        wecom.post(
            "externalcontact/add_msg_template",
            Map.of(
                "sender",
                Wecom.SENDER,
                "external_userid",
                wecom.customersOf(Wecom.SENDER, 1),
                "allow_select",
                true,
                "text",
                Map.of("content", "x")));
    clock.advance(Duration.ofSeconds(60));

    assertThat(statuses(task.text("msgid"))).containsExactly(0);
    assertThat(
            wecom
                .post(MEMBERS, Map.of("msgid", task.text("msgid")))
                .json()
                .at("/task_list/0/status")
                .intValue())
        .isEqualTo(2);
  }

  @Test
  void oneMessageADayInShanghai() {
    wecom.settings(Map.of("quotaMode", "DAY_1"));
    clock.set(Instant.parse("2026-11-20T15:00:00Z")); // 23:00 in Shanghai
    String first = confirmedTask();
    String second = confirmedTask();
    clock.set(
        Instant.parse(
            "2026-11-20T16:30:00Z")); // 00:30 of the next day in Shanghai, same day in UTC
    String third = confirmedTask();

    assertThat(statuses(first)).containsExactly(1);
    assertThat(statuses(second)).containsExactly(3);
    assertThat(statuses(third)).containsExactly(1);
  }

  @Test
  void sevenMessagesAWeekFromMonday() {
    wecom.settings(Map.of("quotaMode", "WEEK_7"));
    clock.set(Instant.parse("2026-11-18T02:00:00Z"));
    List<List<Integer>> week =
        IntStream.range(0, 8).mapToObj(i -> statuses(confirmedTask())).toList();
    clock.set(Instant.parse("2026-11-22T15:00:00Z")); // Sunday, 23:00 in Shanghai
    List<Integer> sunday = statuses(confirmedTask());
    clock.set(Instant.parse("2026-11-22T16:30:00Z")); // Monday in Shanghai
    List<Integer> monday = statuses(confirmedTask());

    assertThat(week.subList(0, 7)).containsOnly(List.of(1));
    assertThat(week.get(7)).containsExactly(3);
    assertThat(sunday).containsExactly(3);
    assertThat(monday).containsExactly(1);
  }

  @Test
  void asManyMessagesAMonthAsItHasDays() {
    clock.set(Instant.parse("2026-11-02T02:00:00Z"));
    List<List<Integer>> month =
        IntStream.range(0, 31).mapToObj(i -> statuses(confirmedTask())).toList();
    clock.set(Instant.parse("2026-11-30T16:30:00Z")); // 1 December in Shanghai
    List<Integer> december = statuses(confirmedTask());

    assertThat(month.subList(0, 30)).containsOnly(List.of(1));
    assertThat(month.get(30)).containsExactly(3);
    assertThat(december).containsExactly(1);
  }

  @Test
  void messagesThatAMemberMakesCountToo() {
    wecom.settings(Map.of("quotaMode", "DAY_1"));
    List<String> customers = wecom.customersOf(Wecom.SENDER, 1);
    Answer own =
        wecom.control(
            "POST",
            "/control/corps/" + Wecom.CORP + "/member-sends",
            Wecom.json(
                Map.of("userid", Wecom.SENDER, "externalUserids", customers, "text", "自己发的")));

    String msgid = confirmedTask();

    assertThat(own.text("msgid")).isNotEmpty();
    assertThat(statuses(msgid)).containsExactly(3);
    assertThat(wecom.received().json().path("tasks").intValue()).isEqualTo(1);
  }

  @Test
  void listShowsTheTasksOfASpanNewestFirst() {
    long start = clock.instant().getEpochSecond();
    String first = aTaskFor(1);
    clock.advance(Duration.ofSeconds(10));
    String second = aTaskFor(1);
    clock.advance(Duration.ofSeconds(10));
    String third = aTaskFor(1);
    wecom.settings(Map.of("listLagMs", 5_000));

    Answer fresh = list(start, start + 20, Map.of());
    clock.advance(Duration.ofSeconds(5));
    Answer whole = list(start, start + 20, Map.of());
    Answer span = list(start, start + 10, Map.of());
    Answer page = list(start, start + 20, Map.of("limit", 2));
    Answer rest = list(start, start + 20, Map.of("limit", 2, "cursor", page.text("next_cursor")));

    assertThat(msgids(fresh)).containsExactly(second, first);
    assertThat(msgids(whole)).containsExactly(third, second, first);
    assertThat(msgids(span)).containsExactly(second, first);
    assertThat(msgids(page)).containsExactly(third, second);
    assertThat(msgids(rest)).containsExactly(first);
    JsonNode task = whole.list("group_msg_list").getFirst();
    assertThat(task.path("create_time").isTextual()).isTrue();
    assertThat(task.has("creator")).isFalse();
    assertThat(task.at("/text/content").asText()).isEqualTo("hello");
  }

  @Test
  void listRefusesSpansAndKindsThatDoNotFit() {
    long now = clock.instant().getEpochSecond();

    assertThat(list(now - 32 * 86_400, now, Map.of()).errcode()).isEqualTo(40058);
    assertThat(list(now, now - 1, Map.of()).errcode()).isEqualTo(40058);
    assertThat(list(now, now, Map.of("filter_type", 3)).errcode()).isEqualTo(40058);
    assertThat(list(now, now, Map.of("limit", 101)).errcode()).isZero();
    assertThat(list(now, now, Map.of("cursor", "invented")).errcode()).isEqualTo(50100);
    assertThat(wecom.post(LIST, Map.of("start_time", now, "end_time", now)).errcode())
        .isEqualTo(40063);
  }

  private Answer list(long start, long end, Map<String, ?> more) {
    Map<String, Object> request = new HashMap<>(more);
    request.put("chat_type", "single");
    request.put("start_time", start);
    request.put("end_time", end);
    return wecom.post(LIST, request);
  }

  private static List<String> msgids(Answer list) {
    return list.list("group_msg_list").stream().map(task -> task.path("msgid").asText()).toList();
  }

  private List<Integer> confirmationsOfFortyMembers() {
    List<Integer> statuses = new ArrayList<>();
    List<String> msgids =
        IntStream.range(0, 40)
            .mapToObj(i -> wecom.massSend("member" + i, List.of("wmCustomer000000"), "x"))
            .map(answer -> answer.text("msgid"))
            .toList();
    clock.advance(Duration.ofMinutes(2));
    for (String msgid : msgids) {
      Answer members = wecom.post(MEMBERS, Map.of("msgid", msgid));
      statuses.add(members.json().at("/task_list/0/status").intValue());
    }
    return statuses;
  }

  private String aTaskFor(int customers) {
    return wecom
        .massSend(Wecom.SENDER, wecom.customersOf(Wecom.SENDER, customers), "hello")
        .text("msgid");
  }

  private String confirmedTask() {
    String msgid = aTaskFor(1);
    wecom.control("POST", "/control/members/" + Wecom.SENDER + ":confirm", "");
    return msgid;
  }

  private List<Integer> statuses(String msgid) {
    return wecom.post(RESULT, ofSender(msgid)).list("send_list").stream()
        .map(row -> row.path("status").intValue())
        .toList();
  }

  private static Map<String, String> ofSender(String msgid) {
    return Map.of("msgid", msgid, "userid", Wecom.SENDER);
  }

  private static Map<String, String> withCursor(String msgid, String cursor) {
    return Map.of("msgid", msgid, "userid", Wecom.SENDER, "cursor", cursor);
  }
}
