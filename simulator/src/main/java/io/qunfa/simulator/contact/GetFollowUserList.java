package io.qunfa.simulator.contact;

import io.qunfa.simulator.wecom.Call;
import io.qunfa.simulator.wecom.Endpoint;
import io.qunfa.simulator.wecom.Reply;
import io.qunfa.simulator.wecom.WecomApi;
import java.util.List;
import org.springframework.stereotype.Component;

/** Lists the members who may have customers. */
@Component
class GetFollowUserList implements WecomApi {
  @Override
  public Endpoint endpoint() {
    return Endpoint.get("externalcontact/get_follow_user_list").withEmpty("follow_user", List.of());
  }

  @Override
  public Reply answer(Call call) {
    List<String> userids = call.corp().directory().followUsers();
    return Reply.of(
        json -> {
          json.writeArrayFieldStart("follow_user");
          for (String userid : userids) {
            json.writeString(userid);
          }
          json.writeEndArray();
        });
  }
}
