package io.qunfa.simulator.groupchat;

import io.qunfa.simulator.corp.Directory;
import io.qunfa.simulator.corp.Kind;
import io.qunfa.simulator.corp.Relation;
import io.qunfa.simulator.wecom.Call;
import io.qunfa.simulator.wecom.Endpoint;
import io.qunfa.simulator.wecom.Params;
import io.qunfa.simulator.wecom.Reply;
import io.qunfa.simulator.wecom.WecomApi;
import io.qunfa.simulator.wecom.WecomError;
import java.io.IOException;
import org.springframework.stereotype.Component;

/** Tells about one customer group; the simulator knows its owner and its name. */
@Component
class GetGroupChat implements WecomApi {
  @Override
  public Endpoint endpoint() {
    return Endpoint.post("externalcontact/groupchat/get");
  }

  @Override
  public Reply answer(Call call) throws IOException {
    Params params = call.params();
    Directory directory = call.corp().directory();
    String id = params.required("chat_id", 40063);
    int chat = directory.target(id, Kind.CHAT);
    Relation owned =
        directory.relationsOfTarget(chat).stream()
            .findFirst()
            .orElseThrow(() -> new WecomError(40050));
    String name = directory.chatName(chat);
    return Reply.of(
        json -> {
          json.writeObjectFieldStart("group_chat");
          json.writeStringField("chat_id", id);
          json.writeStringField("name", name);
          json.writeStringField("owner", owned.member());
          json.writeNumberField("create_time", owned.since());
          json.writeStringField("notice", "");
          json.writeArrayFieldStart("member_list");
          json.writeStartObject();
          json.writeStringField("userid", owned.member());
          json.writeNumberField("type", 1);
          json.writeNumberField("join_time", owned.since());
          json.writeNumberField("join_scene", 1);
          json.writeEndObject();
          json.writeEndArray();
          json.writeArrayFieldStart("admin_list");
          json.writeEndArray();
          json.writeStringField("member_version", "1");
          json.writeEndObject();
        });
  }
}
