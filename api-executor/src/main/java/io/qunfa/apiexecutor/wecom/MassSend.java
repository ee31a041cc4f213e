package io.qunfa.apiexecutor.wecom;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import org.springframework.stereotype.Component;

/** Creating and stopping mass-send tasks: wecom-api 2 and 3.2. */
@Component
public class MassSend {
  private final WecomJson wecom;

  MassSend(WecomJson wecom) {
    this.wecom = wecom;
  }

  /** Not idempotent: after {@link WecomResult.NoAnswer} the task may exist. */
  public WecomResult<Created> create(Authority authority, ObjectNode request) {
    return wecom
        .post(authority, "externalcontact/add_msg_template", request)
        .map(
            reply -> {
              String msgid = reply.path("msgid").asText("");
              return msgid.isEmpty()
                  ? new WecomResult.NoAnswer<>("an answer without error and without msgid")
                  : new WecomResult.Done<>(new Created(msgid, failList(reply)));
            });
  }

  public WecomResult<JsonNode> cancel(Authority authority, String msgid) {
    return wecom
        .post(authority, "externalcontact/cancel_groupmsg_send", wecom.object().put("msgid", msgid))
        .map(
            reply ->
                // JSON of somebody else is no promise that the task was stopped.
                reply.has("errcode") || reply.has("errmsg")
                    ? new WecomResult.Done<>(reply)
                    : new WecomResult.NoAnswer<>("an answer without errcode and errmsg"));
  }

  private static List<String> failList(JsonNode reply) {
    List<String> ids = new ArrayList<>();
    reply.path("fail_list").forEach(id -> ids.add(id.asText()));
    return ids;
  }

  /**
   * @param failList recipients that WeCom did not take; it gives no reason
   */
  public record Created(String msgid, List<String> failList) {
    public Created {
      failList = List.copyOf(failList);
    }
  }
}
