package io.qunfa.data;

import io.qunfa.ids.CorpId;
import io.qunfa.ids.TenantId;

/** Builds the text of an export and imports it. */
final class Export {
  static final String HEADER = "external_userid,name,member_userid,tags,gender,added_at,remark\n";

  private final StringBuilder rows = new StringBuilder(HEADER);

  /** The n-th contact's id; ascending as text. */
  static String contact(int n) {
    return "wmContact%09d".formatted(n);
  }

  static String member(int n) {
    return "member%03d".formatted(n);
  }

  Export row(int contact, int member, String tags) {
    return row(contact, member, tags, "客户" + contact);
  }

  Export row(int contact, int member, String tags, String name) {
    rows.append(contact(contact))
        .append(",\"")
        .append(name.replace("\"", "\"\""))
        .append("\",")
        .append(member(member))
        .append(',')
        .append(tags)
        .append(",1,2025/3/5 14:02,\n");
    return this;
  }

  /** Contacts from..to (inclusive), all followed by one member. */
  Export contactsOf(int member, int from, int to) {
    for (int each = from; each <= to; each++) {
      row(each, member, "");
    }
    return this;
  }

  void importInto(Operator operator, TenantId tenant, CorpId corp) {
    String status =
        operator
            .imports(tenant, "/api/v1/contacts:import?corpId=" + corp, rows.toString())
            .path("status")
            .asText();
    if (!status.equals("DONE")) {
      throw new IllegalStateException("the fixture's export ended as " + status);
    }
  }
}
