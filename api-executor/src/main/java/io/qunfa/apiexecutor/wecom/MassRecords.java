package io.qunfa.apiexecutor.wecom;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import org.springframework.stereotype.Component;

/** What WeCom keeps about mass-send tasks, page by page: wecom-api 3.3 to 3.5. */
@Component
public class MassRecords {
  /** Rows of the largest page of members and of results, and of the list of tasks. */
  public static final int PAGE = 1000;

  public static final int LIST_PAGE = 100;

  private final WecomJson wecom;

  MassRecords(WecomJson wecom) {
    this.wecom = wecom;
  }

  /** The members who were asked to send, and whether they have. */
  public WecomResult<Paged<MemberTask>> members(Authority authority, String msgid, Cut cut) {
    return page(
        wecom.post(
            authority,
            "externalcontact/get_groupmsg_task",
            cut.of(wecom.object().put("msgid", msgid))),
        "task_list",
        // The official sample shows 1 where its table says 2: everything but 0 is sent.
        row -> new MemberTask(row.path("userid").asText(), row.path("status").asInt(0) != 0));
  }

  /** What became of each recipient of one member. */
  public WecomResult<Paged<SendResult>> results(
      Authority authority, String msgid, String member, Cut cut) {
    return page(
        wecom.post(
            authority,
            "externalcontact/get_groupmsg_send_result",
            cut.of(wecom.object().put("msgid", msgid).put("userid", member))),
        "send_list",
        row ->
            new SendResult(
                row.path("external_userid").asText(), Delivery.of(row.path("status").asInt(0))));
  }

  /** Tasks for customers that a corp's app created in a span of time of at most a month. */
  public WecomResult<Paged<ListedTask>> created(
      Authority authority, Instant from, Instant to, Cut cut) {
    ObjectNode request =
        wecom
            .object()
            .put("chat_type", "single")
            .put("start_time", from.getEpochSecond())
            .put("end_time", to.getEpochSecond())
            .put("filter_type", 0);
    return page(
        wecom.post(authority, "externalcontact/get_groupmsg_list_v2", cut.of(request)),
        "group_msg_list",
        row ->
            new ListedTask(
                row.path("msgid").asText(),
                row.path("text").path("content").asText(""),
                row.path("attachments")));
  }

  private static <T> WecomResult<Paged<T>> page(
      WecomResult<JsonNode> result, String list, Function<JsonNode, T> read) {
    return result.map(
        reply -> {
          if (!reply.path(list).isArray() && !reply.has("errcode")) {
            // Read as an empty page it would say that nothing was sent.
            return new WecomResult.NoAnswer<>("an answer without errcode and without " + list);
          }
          List<T> items = new ArrayList<>();
          reply.path(list).forEach(row -> items.add(read.apply(row)));
          return new WecomResult.Done<>(new Paged<>(items, reply.path("next_cursor").asText("")));
        });
  }

  /**
   * Which page.
   *
   * @param cursor empty for the first
   * @param limit how many rows at most
   */
  public record Cut(String cursor, int limit) {
    private ObjectNode of(ObjectNode request) {
      return request.put("limit", limit).put("cursor", cursor);
    }
  }

  /**
   * @param nextCursor empty on the last page
   */
  public record Paged<T>(List<T> items, String nextCursor) {
    public Paged {
      items = List.copyOf(items);
    }

    public boolean isLast() {
      return nextCursor.isEmpty();
    }
  }

  public record MemberTask(String userid, boolean sent) {}

  public record SendResult(String externalUserId, Delivery delivery) {}

  /**
   * @param attachments as WeCom lists them
   */
  public record ListedTask(String msgid, String text, JsonNode attachments) {}

  /** wecom-api 3.5. */
  public enum Delivery {
    OPEN,
    SENT,
    NOT_A_FRIEND,
    OVER_QUOTA;

    static Delivery of(int status) {
      return switch (status) {
        case 1 -> SENT;
        case 2 -> NOT_A_FRIEND;
        case 3 -> OVER_QUOTA;
        // A status nobody has described is not final for us.
        default -> OPEN;
      };
    }
  }
}
