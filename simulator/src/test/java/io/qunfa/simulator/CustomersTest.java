package io.qunfa.simulator;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

@SimulatorTest
class CustomersTest {
  private static final String BATCH = "externalcontact/batch/get_by_user";
  private static final String MARK = "externalcontact/mark_tag";

  private final Wecom wecom;

  CustomersTest(Wecom wecom) {
    this.wecom = wecom;
  }

  @BeforeEach
  void startOver() {
    wecom.startOver();
  }

  @Test
  void membersAndTheirCustomersAreListed() {
    List<String> customers = wecom.customersOf(Wecom.SENDER, 3);

    assertThat(wecom.getWithToken("externalcontact/get_follow_user_list").texts("follow_user"))
        .containsExactly(Wecom.SENDER, Wecom.OTHER_SENDER);
    assertThat(listOf(Wecom.SENDER).texts("external_userid")).isEqualTo(customers);
    assertThat(listOf(Wecom.OTHER_SENDER).errcode()).isEqualTo(84061);
    assertThat(listOf("nobody").errcode()).isEqualTo(60111);
  }

  @Test
  void whoLeftIsListedNoMoreUntilItIsBack() {
    String corp = "/control/corps/" + Wecom.CORP;
    String list = "externalcontact/get_follow_user_list";

    wecom.control("POST", corp + "/members:leave", "{\"members\":[\"" + Wecom.SENDER + "\"]}");
    List<String> left = wecom.getWithToken(list).texts("follow_user");
    wecom.control(
        "POST",
        "/control/corps",
        "{\"corpId\":\"" + Wecom.CORP + "\",\"members\":[\"" + Wecom.SENDER + "\"]}");

    assertThat(left).containsExactly(Wecom.OTHER_SENDER);
    assertThat(wecom.getWithToken(list).texts("follow_user"))
        .containsExactly(Wecom.SENDER, Wecom.OTHER_SENDER);
  }

  @Test
  void customerTellsEveryMemberWhoFollowsIt() {
    wecom.follow(Wecom.SENDER, List.of("wmShared000001"));
    wecom.follow(Wecom.OTHER_SENDER, List.of("wmShared000001"));

    Answer customer = wecom.getWithToken("externalcontact/get?external_userid=wmShared000001");

    assertThat(customer.json().at("/external_contact/external_userid").asText())
        .isEqualTo("wmShared000001");
    assertThat(customer.json().path("follow_user").findValuesAsText("userid"))
        .containsExactlyInAnyOrder(Wecom.SENDER, Wecom.OTHER_SENDER);
    assertThat(wecom.getWithToken("externalcontact/get?external_userid=wmNo").errcode())
        .isEqualTo(40096);
  }

  @Test
  void pagesOfTwoCoverEveryRelationOfSeveralMembers() {
    wecom.customersOf(Wecom.SENDER, 3);
    wecom.follow(Wecom.OTHER_SENDER, List.of("wmCustomer000001", "wmAnother00001"));
    List<String> rows = new ArrayList<>();
    String cursor = "";
    do {
      Map<String, Object> request = new HashMap<>();
      request.put("userid_list", List.of(Wecom.SENDER, Wecom.OTHER_SENDER));
      request.put("limit", 2);
      request.put("cursor", cursor);
      Answer page = wecom.post(BATCH, request);
      for (JsonNode row : page.list("external_contact_list")) {
        rows.add(
            row.at("/follow_info/userid").asText()
                + row.at("/external_contact/external_userid").asText());
      }
      cursor = page.text("next_cursor");
    } while (!cursor.isEmpty());

    assertThat(rows).hasSize(5).doesNotHaveDuplicates();
    assertThat(
            wecom
                .post(BATCH, Map.of("userid_list", Collections.nCopies(101, Wecom.SENDER)))
                .errcode())
        .isEqualTo(40058);
    assertThat(wecom.post(BATCH, Map.of("userid_list", List.of())).errcode()).isEqualTo(40031);
  }

  @Test
  void tagsLiveFromAddingToDeleting() {
    Answer added = addTags("等级", "VIP", "老客");
    String groupId = added.json().at("/tag_group/group_id").asText();
    List<String> ids = added.json().at("/tag_group/tag").findValuesAsText("id");
    Answer more = addTags("等级", "沉睡");

    wecom.post("externalcontact/edit_corp_tag", Map.of("id", ids.getFirst(), "name", "贵宾"));
    Answer one =
        wecom.post("externalcontact/get_corp_tag_list", Map.of("tag_id", ids.subList(0, 1)));
    wecom.post("externalcontact/del_corp_tag", Map.of("tag_id", ids.subList(1, 2)));
    Answer all = wecom.post("externalcontact/get_corp_tag_list", Map.of());

    assertThat(more.json().at("/tag_group/group_id").asText()).isEqualTo(groupId);
    assertThat(one.json().at("/tag_group/0/tag").findValuesAsText("name")).containsExactly("贵宾");
    assertThat(all.json().at("/tag_group/0/tag").findValuesAsText("name"))
        .containsExactly("贵宾", "沉睡");
    assertThat(
            wecom
                .post("externalcontact/del_corp_tag", Map.of("group_id", List.of(groupId)))
                .errcode())
        .isZero();
    assertThat(wecom.post("externalcontact/get_corp_tag_list", Map.of()).list("tag_group"))
        .isEmpty();
    assertThat(addTags("等级", "名".repeat(31)).errcode()).isEqualTo(40058);
    assertThat(wecom.post("externalcontact/edit_corp_tag", Map.of("id", "etNo")).errcode())
        .isEqualTo(40068);
  }

  @Test
  void marksAndRemarksShowAtTheCustomer() {
    wecom.customersOf(Wecom.SENDER, 1);
    String tag = addTags("等级", "VIP").json().at("/tag_group/tag/0/id").asText();
    Map<String, Object> mark =
        Map.of(
            "userid", Wecom.SENDER, "external_userid", "wmCustomer000000", "add_tag", List.of(tag));

    wecom.post(MARK, mark);
    wecom.post(
        "externalcontact/remark",
        Map.of("userid", Wecom.SENDER, "external_userid", "wmCustomer000000", "remark", "王女士-南店"));

    Answer row = wecom.post(BATCH, Map.of("userid_list", List.of(Wecom.SENDER)));
    JsonNode info = row.json().at("/external_contact_list/0/follow_info");
    assertThat(info.at("/tag_id/0").asText()).isEqualTo(tag);
    assertThat(info.path("remark").asText()).isEqualTo("王女士-南店");
  }

  @Test
  void marksThatDoNotFitAreRefused() {
    wecom.customersOf(Wecom.SENDER, 1);
    wecom.follow(Wecom.OTHER_SENDER, List.of("wmSomebody0001"));

    assertThat(mark("wmCustomer000000", List.of())).isEqualTo(40063);
    assertThat(mark("wmCustomer000000", List.of("etInvented"))).isEqualTo(40068);
    assertThat(mark("wmSomebody0001", List.of("etInvented"))).isEqualTo(84061);
    assertThat(mark("wmUnknown", List.of("etInvented"))).isEqualTo(40096);
  }

  @Test
  void groupsAreListedByOwnerAndTellTheirName() {
    wecom.control(
        "POST",
        "/control/corps",
        Wecom.json(
            Map.of(
                "corpId",
                Wecom.CORP,
                "groups",
                List.of(
                    Map.of("chatId", "wrA1", "owner", Wecom.SENDER, "name", "一群"),
                    Map.of("chatId", "wrB1", "owner", Wecom.OTHER_SENDER, "name", "二群")))));

    Answer all = wecom.post("externalcontact/groupchat/list", Map.of("limit", 1));
    Answer rest =
        wecom.post(
            "externalcontact/groupchat/list",
            Map.of("limit", 1, "cursor", all.text("next_cursor")));
    Answer owned =
        wecom.post(
            "externalcontact/groupchat/list",
            Map.of("limit", 9, "owner_filter", Map.of("userid_list", List.of(Wecom.SENDER))));
    Answer chat = wecom.post("externalcontact/groupchat/get", Map.of("chat_id", "wrB1"));

    assertThat(all.json().at("/group_chat_list/0/chat_id").asText()).isEqualTo("wrA1");
    assertThat(rest.json().at("/group_chat_list/0/chat_id").asText()).isEqualTo("wrB1");
    assertThat(rest.text("next_cursor")).isEmpty();
    assertThat(owned.list("group_chat_list")).hasSize(1);
    assertThat(chat.json().at("/group_chat/name").asText()).isEqualTo("二群");
    assertThat(wecom.post("externalcontact/groupchat/list", Map.of()).errcode()).isEqualTo(40058);
    assertThat(wecom.post("externalcontact/groupchat/get", Map.of("chat_id", "wrNo")).errcode())
        .isEqualTo(40050);
  }

  private int mark(String customer, List<String> tags) {
    return wecom
        .post(MARK, Map.of("userid", Wecom.SENDER, "external_userid", customer, "add_tag", tags))
        .errcode();
  }

  private Answer addTags(String group, String... names) {
    List<Map<String, String>> tags = new ArrayList<>();
    for (String name : names) {
      tags.add(Map.of("name", name));
    }
    return wecom.post("externalcontact/add_corp_tag", Map.of("group_name", group, "tag", tags));
  }

  private Answer listOf(String member) {
    return wecom.getWithToken("externalcontact/list?userid=" + member);
  }
}
