package io.qunfa.simulator.groupchat;

import io.qunfa.simulator.corp.Corp;
import io.qunfa.simulator.corp.Directory;
import io.qunfa.simulator.corp.Kind;
import io.qunfa.simulator.settings.CurrentSettings;
import io.qunfa.simulator.wecom.Call;
import io.qunfa.simulator.wecom.Cursors;
import io.qunfa.simulator.wecom.Endpoint;
import io.qunfa.simulator.wecom.Params;
import io.qunfa.simulator.wecom.Reply;
import io.qunfa.simulator.wecom.WecomApi;
import io.qunfa.simulator.wecom.WecomError;
import java.io.IOException;
import java.util.List;
import java.util.stream.IntStream;
import org.springframework.stereotype.Component;

/** Lists customer groups, of some owners or of all. Every group here has status 0. */
@Component
class ListGroupChats implements WecomApi {
  private static final int MOST_OWNERS = 100;
  private static final int MOST_MEMBERS = 1_000;
  private static final int MOST = 1_000;
  private static final int LAST_STATUS = 3;

  private final Cursors cursors;
  private final CurrentSettings settings;

  ListGroupChats(Cursors cursors, CurrentSettings settings) {
    this.cursors = cursors;
    this.settings = settings;
  }

  @Override
  public Endpoint endpoint() {
    return Endpoint.post("externalcontact/groupchat/list")
        .withEmpty("group_chat_list", List.of())
        .withEmpty("next_cursor", "");
  }

  @Override
  public Reply answer(Call call) throws IOException {
    Params params = call.params();
    int limit = settings.get().page(params.limit(0, MOST));
    long status = params.number("status_filter", 0);
    if (status < 0 || status > LAST_STATUS) {
      throw new WecomError(40058, "status_filter");
    }
    List<String> owners =
        params
            .object("owner_filter")
            .map(filter -> filter.texts("userid_list", MOST_OWNERS))
            .orElse(List.of());
    // Groups are never handed over here, so only status 0 finds any.
    int[] chats = status == 0 ? chats(call.corp(), owners) : new int[0];
    String list = endpoint().name() + ' ' + call.corp().id() + ' ' + owners + status;
    int from = (int) Math.min(chats.length, cursors.position(list, params.text("cursor"), 0));
    int to = Math.min(chats.length, from + limit);
    List<String> ids = call.corp().directory().ids(chats, from, to);
    return Reply.of(
        json -> {
          json.writeArrayFieldStart("group_chat_list");
          for (String id : ids) {
            json.writeStartObject();
            json.writeStringField("chat_id", id);
            json.writeNumberField("status", 0);
            json.writeEndObject();
          }
          json.writeEndArray();
          json.writeStringField("next_cursor", to < chats.length ? cursors.at(list, to) : "");
        });
  }

  private static int[] chats(Corp corp, List<String> owners) {
    Directory directory = corp.directory();
    List<String> meant = owners.isEmpty() ? directory.userids() : owners;
    if (owners.isEmpty() && meant.size() > MOST_MEMBERS) {
      throw new WecomError(81017);
    }
    return meant.stream()
        .mapToInt(directory::member)
        .filter(member -> member != Directory.NONE)
        .flatMap(member -> IntStream.of(directory.targetsOf(member, Kind.CHAT)))
        .toArray();
  }
}
