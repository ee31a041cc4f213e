package io.qunfa.simulator.contact;

import io.qunfa.simulator.corp.Directory;
import io.qunfa.simulator.corp.Kind;
import io.qunfa.simulator.wecom.Call;
import io.qunfa.simulator.wecom.Endpoint;
import io.qunfa.simulator.wecom.Reply;
import io.qunfa.simulator.wecom.WecomApi;
import io.qunfa.simulator.wecom.WecomError;
import java.util.List;
import org.springframework.stereotype.Component;

/** Lists all customers of a member, without pages. */
@Component
class ListCustomers implements WecomApi {
  @Override
  public Endpoint endpoint() {
    return Endpoint.get("externalcontact/list").withEmpty("external_userid", List.of());
  }

  @Override
  public Reply answer(Call call) {
    Directory directory = call.corp().directory();
    int member = directory.member(call.query().required("userid", 41009));
    if (member == Directory.NONE) {
      throw new WecomError(60111);
    }
    int[] customers = directory.targetsOf(member, Kind.CONTACT);
    if (customers.length == 0) {
      throw new WecomError(84061);
    }
    List<String> ids = directory.ids(customers, 0, customers.length);
    return Reply.of(
        json -> {
          json.writeArrayFieldStart("external_userid");
          for (String id : ids) {
            json.writeString(id);
          }
          json.writeEndArray();
        });
  }
}
