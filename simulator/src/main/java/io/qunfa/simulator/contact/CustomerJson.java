package io.qunfa.simulator.contact;

import com.fasterxml.jackson.core.JsonGenerator;
import io.qunfa.simulator.corp.Relation;
import java.io.IOException;

/**
 * Customers and who follows them, in JSON. What nobody told the simulator, it makes up from the id.
 */
final class CustomerJson {
  private CustomerJson() {}

  static void customer(JsonGenerator json, String externalUserid) throws IOException {
    json.writeObjectFieldStart("external_contact");
    json.writeStringField("external_userid", externalUserid);
    json.writeStringField("name", "客户" + externalUserid.substring(externalUserid.length() / 2));
    json.writeNumberField("type", 1);
    json.writeStringField("avatar", "");
    json.writeNumberField("gender", 0);
    json.writeEndObject();
  }

  /** What {@code get} and {@code batch/get_by_user} tell alike; the object is open. */
  static void follower(JsonGenerator json, Relation relation) throws IOException {
    json.writeStringField("userid", relation.member());
    json.writeStringField("remark", relation.note().remark());
    json.writeStringField("description", relation.note().description());
    json.writeNumberField("createtime", relation.since());
    json.writeStringField("remark_corp_name", relation.note().company());
    json.writeArrayFieldStart("remark_mobiles");
    for (String mobile : relation.note().mobiles()) {
      json.writeString(mobile);
    }
    json.writeEndArray();
    json.writeNumberField("add_way", 1);
    json.writeStringField("state", "");
    json.writeStringField("oper_userid", relation.member());
  }
}
