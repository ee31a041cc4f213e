package io.qunfa.simulator;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

@SimulatorTest
class MassSendTest {
  private static final String ADD = "externalcontact/add_msg_template";
  private static final Map<String, String> TEXT = Map.of("content", "秋季新品上线");

  private final Wecom wecom;

  MassSendTest(Wecom wecom) {
    this.wecom = wecom;
  }

  @BeforeEach
  void startOver() {
    wecom.startOver();
  }

  @Test
  void taskIsAcceptedAndNamesWhomItCannotReach() {
    List<String> customers = wecom.customersOf(Wecom.SENDER, 3);
    wecom.follow(Wecom.OTHER_SENDER, List.of("wmSomebodyElse"));

    Answer answer =
        wecom.massSend(
            Wecom.SENDER,
            List.of(customers.get(0), "wmUnknown00001", customers.get(1), "wmSomebodyElse", "陌生"),
            "你好");

    assertThat(answer.errcode()).isZero();
    assertThat(answer.text("msgid")).startsWith("msg");
    assertThat(answer.texts("fail_list")).containsExactly("wmUnknown00001", "wmSomebodyElse", "陌生");
    Answer received = wecom.received();
    assertThat(received.json().path("recipients").intValue()).isEqualTo(2);
    assertThat(received.json().path("refused").intValue()).isEqualTo(3);
    assertThat(received.json().path("targeted").intValue()).isEqualTo(5);
  }

  @Test
  void wholeTaskMayBeRefusedForOneStranger() {
    List<String> customers = wecom.customersOf(Wecom.SENDER, 1);
    wecom.settings(Map.of("strangerErrcode", 84061));

    Answer mixed = wecom.massSend(Wecom.SENDER, List.of(customers.get(0), "wmUnknown00001"), "你好");
    Answer known = wecom.massSend(Wecom.SENDER, customers, "你好");

    assertThat(mixed.errcode()).isEqualTo(84061);
    assertThat(known.errcode()).isZero();
    assertThat(wecom.received().json().path("tasks").intValue()).isEqualTo(1);
  }

  @Test
  void taskWithoutAnyReachableCustomerIsRefused() {
    wecom.customersOf(Wecom.SENDER, 1);

    Answer answer = wecom.massSend(Wecom.SENDER, List.of("wmUnknown00001"), "你好");

    assertThat(answer.errcode()).isEqualTo(41048);
    assertThat(answer.list("fail_list")).isEmpty();
    assertThat(wecom.received().json().path("tasks").intValue()).isZero();
  }

  @Test
  void tenThousandCustomersAreTheMost() {
    List<String> customers = wecom.customersOf(Wecom.SENDER, 10_001);

    assertThat(wecom.massSend(Wecom.SENDER, customers.subList(0, 10_000), "a").errcode()).isZero();
    assertThat(wecom.massSend(Wecom.SENDER, customers, "b").errcode()).isEqualTo(40058);
  }

  @Test
  void repeatedIdsShowAsDuplicates() {
    List<String> customers = wecom.customersOf(Wecom.SENDER, 2);

    wecom.massSend(Wecom.SENDER, customers, "same");
    wecom.massSend(Wecom.SENDER, customers.subList(1, 2), "same");
    wecom.massSend(Wecom.SENDER, customers.subList(0, 1), "other");

    Answer received = wecom.received();
    assertThat(received.json().path("recipients").intValue()).isEqualTo(4);
    assertThat(received.json().path("distinctRecipients").intValue()).isEqualTo(2);
    assertThat(received.json().path("duplicates").intValue()).isEqualTo(1);
    assertThat(received.texts("duplicateSample")).containsExactly(customers.get(1));
  }

  @Test
  void senderAloneMeansAllItsCustomers() {
    wecom.customersOf(Wecom.SENDER, 5);

    Answer answer = wecom.post(ADD, Map.of("sender", Wecom.SENDER, "text", TEXT));

    assertThat(answer.errcode()).isZero();
    assertThat(wecom.received().json().path("recipients").intValue()).isEqualTo(5);
  }

  @Test
  void withoutASenderTheMemberWhoLastInteractedGetsTheTask() {
    List<String> customers = wecom.customersOf(Wecom.SENDER, 3);
    wecom.follow(Wecom.OTHER_SENDER, customers.subList(0, 1));

    Answer answer = wecom.post(ADD, Map.of("external_userid", customers, "text", TEXT));

    Answer members =
        wecom.post("externalcontact/get_groupmsg_task", Map.of("msgid", answer.text("msgid")));
    assertThat(members.json().path("task_list").findValuesAsText("userid"))
        .containsExactlyInAnyOrder(Wecom.SENDER, Wecom.OTHER_SENDER);
    assertThat(
            wecom
                .received()
                .json()
                .at("/perSender/" + Wecom.OTHER_SENDER + "/recipients")
                .intValue())
        .isEqualTo(1);
  }

  @Test
  void somebodyMustBeMeant() {
    assertThat(wecom.post(ADD, Map.of("text", TEXT)).errcode()).isEqualTo(40063);
    assertThat(wecom.post(ADD, Map.of("chat_type", "group", "text", TEXT)).errcode())
        .isEqualTo(41009);
    assertThat(wecom.post(ADD, Map.of("chat_type", "crowd", "text", TEXT)).errcode())
        .isEqualTo(40058);
    assertThat(wecom.post(ADD, Map.of("sender", "nobody", "text", TEXT)).errcode())
        .isEqualTo(60111);
  }

  @Test
  void brokenBodiesAreRefused() {
    assertThat(wecom.post(ADD, "{\"sender\":").errcode()).isEqualTo(40058);
    assertThat(wecom.post(ADD, "[1]").text("errmsg")).contains("Warning: wrong json format.");
    assertThat(wecom.post(ADD, "{\"external_userid\":[1]}").errcode()).isEqualTo(40058);
    assertThat(wecom.post(ADD, "{\"external_userid\":\"wm1\"}").errcode()).isEqualTo(40058);
    assertThat(wecom.post(ADD, "{\"sender\":7}").errcode()).isEqualTo(40058);
    assertThat(wecom.post(ADD, "{\"x\":\"" + "a".repeat(5_000_000) + "\"}").errcode())
        .isEqualTo(40206);
    assertThat(wecom.getWithToken(ADD).errcode()).isEqualTo(40058);
  }

  @Test
  void textHoldsFourThousandBytes() {
    assertThat(sent("text", Map.of("content", "a".repeat(4_000)))).isZero();
    assertThat(sent("text", Map.of("content", "群".repeat(1_333) + "a"))).isZero();
    assertThat(sent("text", Map.of("content", "群".repeat(1_334)))).isEqualTo(45002);
    assertThat(sent("text", Map.of("content", ""))).isEqualTo(44004);
    assertThat(sent("text", "no object")).isEqualTo(40058);
    assertThat(sent("attachments", List.of())).isEqualTo(41088);
  }

  @Test
  void linksAreCheckedFieldByField() {
    assertThat(link("title", "新品")).isZero();
    assertThat(link("title", "")).isEqualTo(41016);
    assertThat(link("title", "a".repeat(129))).isEqualTo(40058);
    assertThat(link("desc", "a".repeat(513))).isEqualTo(45004);
    assertThat(link("picurl", "https://a/" + "a".repeat(2_048))).isEqualTo(40058);
    assertThat(link("url", "")).isEqualTo(41010);
    assertThat(link("url", "m.example.test")).isEqualTo(45034);
    assertThat(link("url", "https://a/" + "a".repeat(2_048))).isEqualTo(40058);
  }

  @Test
  void attachmentsAreAtMostNineAndNameTheirKind() {
    Map<String, Object> link =
        Map.of("msgtype", "link", "link", Map.of("title", "t", "url", "https://m.example.test/"));

    assertThat(sent("attachments", Collections.nCopies(9, link))).isZero();
    assertThat(sent("attachments", Collections.nCopies(10, link))).isEqualTo(41064);
    assertThat(sent("attachments", List.of(Map.of("msgtype", "image", "link", Map.of()))))
        .isEqualTo(41065);
    assertThat(sent("attachments", List.of(Map.of("msgtype", "poem", "poem", Map.of()))))
        .isEqualTo(41065);
    assertThat(sent("attachments", List.of(Map.of("msgtype", "image", "image", Map.of()))))
        .isEqualTo(41006);
    assertThat(
            sent(
                "attachments",
                List.of(
                    Map.of("msgtype", "image", "image", Map.of("pic_url", "https://a.test/p")))))
        .isEqualTo(40094);
    assertThat(
            sent(
                "attachments",
                List.of(Map.of("msgtype", "file", "file", Map.of("media_id", "invented")))))
        .isEqualTo(40007);
  }

  @Test
  void openSimulatorTakesEveryWellFormedCustomerOfEveryMember() {
    wecom.settings(Map.of("openContacts", true));

    Answer answer =
        wecom.massSend("anybody", List.of("wmAnybody000001", "woAnybody000001", "wm!"), "你好");

    assertThat(answer.errcode()).isZero();
    assertThat(answer.texts("fail_list")).containsExactly("wm!");
  }

  @Test
  void groupTaskGoesToTheGroupsOfItsOwner() {
    wecom.control(
        "POST",
        "/control/corps",
        Wecom.json(
            Map.of(
                "corpId",
                Wecom.CORP,
                "groups",
                List.of(
                    Map.of("chatId", "wrMine01", "owner", Wecom.SENDER, "name", "一群"),
                    Map.of("chatId", "wrMine02", "owner", Wecom.SENDER, "name", "二群"),
                    Map.of("chatId", "wrOther1", "owner", Wecom.OTHER_SENDER, "name", "三群")))));
    Map<String, Object> group =
        Map.of("chat_type", "group", "sender", Wecom.SENDER, "text", Map.of("content", "群公告"));
    Map<String, Object> listed = new HashMap<>(group);
    listed.put("chat_id_list", List.of("wrMine01", "wrOther1"));
    Map<String, Object> many = new HashMap<>(group);
    many.put("chat_id_list", Collections.nCopies(2_001, "wrMine01"));

    assertThat(wecom.post(ADD, listed).texts("fail_list")).containsExactly("wrOther1");
    assertThat(wecom.post(ADD, group).errcode()).isZero();
    assertThat(wecom.received().json().path("recipients").intValue()).isEqualTo(3);
    assertThat(wecom.post(ADD, many).errcode()).isEqualTo(40058);
  }

  @Test
  void tagFilterJoinsGroupsByAndAndTagsByOr() {
    List<String> customers = wecom.customersOf(Wecom.SENDER, 3);
    Answer group =
        wecom.post(
            "externalcontact/add_corp_tag",
            Map.of(
                "group_name", "等级", "tag", List.of(Map.of("name", "VIP"), Map.of("name", "老客"))));
    List<String> tags = group.json().at("/tag_group/tag").findValuesAsText("id");
    mark(customers.get(0), tags);
    mark(customers.get(1), tags.subList(0, 1));

    assertThat(filtered(List.of(tags))).isEqualTo(2);
    assertThat(filtered(List.of(tags.subList(0, 1), tags.subList(1, 2)))).isEqualTo(1);
    assertThat(wecom.post(ADD, tagFilter(List.of(List.of("etInvented")))).errcode())
        .isEqualTo(40068);
    assertThat(wecom.post(ADD, tagFilter(List.of(Collections.nCopies(101, "et")))).errcode())
        .isEqualTo(40058);
  }

  private void mark(String customer, List<String> tags) {
    wecom.post(
        "externalcontact/mark_tag",
        Map.of("userid", Wecom.SENDER, "external_userid", customer, "add_tag", tags));
  }

  private int filtered(List<List<String>> groups) {
    int before = wecom.received().json().path("recipients").intValue();
    assertThat(wecom.post(ADD, tagFilter(groups)).errcode()).isZero();
    return wecom.received().json().path("recipients").intValue() - before;
  }

  private static Map<String, Object> tagFilter(List<List<String>> groups) {
    return Map.of(
        "tag_filter",
        Map.of("group_list", groups.stream().map(tags -> Map.of("tag_list", tags)).toList()),
        "text",
        TEXT);
  }

  private int link(String field, String value) {
    Map<String, String> link = new HashMap<>(Map.of("title", "t", "url", "https://m.example.test"));
    link.put(field, value);
    return sent("attachments", List.of(Map.of("msgtype", "link", "link", link)));
  }

  private int sent(String field, Object value) {
    List<String> customers = IntStream.range(0, 1).mapToObj(number -> "wmCustomer000000").toList();
    wecom.follow(Wecom.SENDER, customers);
    return wecom
        .post(ADD, Map.of("sender", Wecom.SENDER, "external_userid", customers, field, value))
        .errcode();
  }
}
