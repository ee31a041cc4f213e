package io.qunfa.simulator.contact;

import io.qunfa.simulator.corp.Directory;
import io.qunfa.simulator.corp.Kind;
import io.qunfa.simulator.corp.Relation;
import io.qunfa.simulator.settings.CurrentSettings;
import io.qunfa.simulator.wecom.Call;
import io.qunfa.simulator.wecom.Cursors;
import io.qunfa.simulator.wecom.Endpoint;
import io.qunfa.simulator.wecom.Params;
import io.qunfa.simulator.wecom.Reply;
import io.qunfa.simulator.wecom.WecomApi;
import io.qunfa.simulator.wecom.WecomError;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.springframework.stereotype.Component;

/** Tells about the customers of up to 100 members, one row for each relation. */
@Component
class BatchGetByUser implements WecomApi {
  private static final int MOST = 100;
  private static final int USUAL = 50;

  private final Cursors cursors;
  private final CurrentSettings settings;

  BatchGetByUser(Cursors cursors, CurrentSettings settings) {
    this.cursors = cursors;
    this.settings = settings;
  }

  @Override
  public Endpoint endpoint() {
    return Endpoint.post("externalcontact/batch/get_by_user")
        .withEmpty("external_contact_list", List.of())
        .withEmpty("next_cursor", "");
  }

  @Override
  public Reply answer(Call call) throws IOException {
    Params params = call.params();
    List<String> userids = params.texts("userid_list", MOST);
    if (userids.isEmpty()) {
      throw new WecomError(40031);
    }
    int limit = settings.get().page(params.limit(USUAL, MOST));
    String list = endpoint().name() + ' ' + call.corp().id() + ' ' + userids;
    long from = cursors.position(list, params.text("cursor"), 0);
    List<Relation> page = page(call.corp().directory(), userids, from, limit + 1);
    boolean more = page.size() > limit;
    return Reply.of(
        json -> {
          json.writeArrayFieldStart("external_contact_list");
          for (Relation relation : page.subList(0, Math.min(limit, page.size()))) {
            json.writeStartObject();
            CustomerJson.customer(json, relation.target());
            json.writeObjectFieldStart("follow_info");
            CustomerJson.follower(json, relation);
            json.writeArrayFieldStart("tag_id");
            for (String tag : relation.note().tags()) {
              json.writeString(tag);
            }
            json.writeEndArray();
            json.writeEndObject();
            json.writeEndObject();
          }
          json.writeEndArray();
          json.writeStringField("next_cursor", more ? cursors.at(list, from + limit) : "");
          json.writeObjectFieldStart("fail_info");
          json.writeArrayFieldStart("unlicensed_userid_list");
          json.writeEndArray();
          json.writeEndObject();
        });
  }

  private static List<Relation> page(
      Directory directory, List<String> userids, long from, int length) {
    List<Relation> page = new ArrayList<>();
    long skipped = from;
    for (String userid : userids) {
      int member = directory.member(userid);
      if (member == Directory.NONE) {
        throw new WecomError(60111);
      }
      int have = directory.countOfMember(member, Kind.CONTACT);
      int start = (int) Math.min(have, skipped);
      skipped -= start;
      page.addAll(directory.relationsOfMember(member, Kind.CONTACT, start, length - page.size()));
      if (page.size() >= length) {
        break;
      }
    }
    return page;
  }
}
