package io.qunfa.simulator.contact;

import io.qunfa.simulator.corp.Directory;
import io.qunfa.simulator.corp.Kind;
import io.qunfa.simulator.corp.Relation;
import io.qunfa.simulator.settings.CurrentSettings;
import io.qunfa.simulator.wecom.Call;
import io.qunfa.simulator.wecom.Cursors;
import io.qunfa.simulator.wecom.Endpoint;
import io.qunfa.simulator.wecom.Reply;
import io.qunfa.simulator.wecom.WecomApi;
import io.qunfa.simulator.wecom.WecomError;
import java.util.List;
import org.springframework.stereotype.Component;

/** Tells about one customer, with up to 500 of the members who follow it on a page. */
@Component
class GetCustomer implements WecomApi {
  private static final int PAGE = 500;

  private final Cursors cursors;
  private final CurrentSettings settings;

  GetCustomer(Cursors cursors, CurrentSettings settings) {
    this.cursors = cursors;
    this.settings = settings;
  }

  @Override
  public Endpoint endpoint() {
    return Endpoint.get("externalcontact/get").withEmpty("follow_user", List.of());
  }

  @Override
  public Reply answer(Call call) {
    Directory directory = call.corp().directory();
    String id = call.query().required("external_userid", 41035);
    int customer = directory.target(id, Kind.CONTACT);
    if (customer == Directory.NONE) {
      throw new WecomError(40096);
    }
    List<Relation> followers = directory.relationsOfTarget(customer);
    String list = endpoint().name() + ' ' + call.corp().id() + ' ' + id;
    int from =
        (int) Math.min(followers.size(), cursors.position(list, call.query().get("cursor"), 0));
    int to = Math.min(followers.size(), from + settings.get().page(PAGE));
    return Reply.of(
        json -> {
          CustomerJson.customer(json, id);
          json.writeArrayFieldStart("follow_user");
          for (Relation follower : followers.subList(from, to)) {
            json.writeStartObject();
            CustomerJson.follower(json, follower);
            json.writeArrayFieldStart("tags");
            for (String tag : follower.note().tags()) {
              json.writeStartObject();
              json.writeStringField("tag_id", tag);
              json.writeNumberField("type", 1);
              json.writeEndObject();
            }
            json.writeEndArray();
            json.writeEndObject();
          }
          json.writeEndArray();
          json.writeStringField("next_cursor", to < followers.size() ? cursors.at(list, to) : "");
        });
  }
}
