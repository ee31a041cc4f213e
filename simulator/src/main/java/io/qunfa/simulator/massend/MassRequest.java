package io.qunfa.simulator.massend;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.qunfa.simulator.corp.IdList;
import io.qunfa.simulator.wecom.Call;
import io.qunfa.simulator.wecom.Params;
import io.qunfa.simulator.wecom.WecomError;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/**
 * What a call of add_msg_template asks for, structurally sound.
 *
 * @param ids the customers, or the groups of a task for groups
 * @param tagGroups tag ids: one of each list
 * @param params everything but the ids
 */
record MassRequest(
    boolean group, String sender, IdList ids, List<List<String>> tagGroups, Params params) {
  private static final int MOST_CUSTOMERS = 10_000;
  private static final int MOST_GROUPS = 2_000;
  private static final int MOST_TAGS = 100;

  /** Reads the body in one pass; the ids go from its bytes to a packed list. */
  static MassRequest read(Call call) throws IOException {
    ObjectNode rest = JsonNodeFactory.instance.objectNode();
    IdList customers = new IdList();
    IdList groups = new IdList();
    try (JsonParser parser = call.parser()) {
      JsonToken first = parser.nextToken();
      if (first != null && first != JsonToken.START_OBJECT) {
        throw Call.notJson();
      }
      while (first != null && parser.nextToken() == JsonToken.FIELD_NAME) {
        String name = parser.currentName();
        JsonToken value = parser.nextToken();
        if (name.equals("external_userid") && value == JsonToken.START_ARRAY) {
          readIds(parser, customers, MOST_CUSTOMERS, name);
        } else if (name.equals("chat_id_list") && value == JsonToken.START_ARRAY) {
          readIds(parser, groups, MOST_GROUPS, name);
        } else {
          rest.set(name, parser.readValueAsTree());
        }
      }
    } catch (JsonProcessingException broken) {
      throw Call.notJson();
    }
    Params params = new Params(rest);
    refuseScalar(params, "external_userid");
    refuseScalar(params, "chat_id_list");
    return checked(params, customers, groups);
  }

  boolean allowSelect() {
    return params.flag("allow_select");
  }

  private static MassRequest checked(Params params, IdList customers, IdList groups) {
    boolean group =
        switch (params.text("chat_type")) {
          case "", "single" -> false;
          case "group" -> true;
          default -> throw new WecomError(40058, "chat_type");
        };
    String sender = params.text("sender");
    params.flag("allow_select");
    if (group) {
      params.required("sender", 41009);
      return new MassRequest(true, sender, groups, List.of(), params);
    }
    List<List<String>> tagGroups = customers.size() > 0 ? List.of() : tagGroups(params);
    if (sender.isEmpty() && customers.size() == 0 && tagGroups.isEmpty()) {
      throw new WecomError(40063, "sender, external_userid and tag_filter");
    }
    return new MassRequest(false, sender, customers, tagGroups, params);
  }

  private static List<List<String>> tagGroups(Params params) {
    List<List<String>> groups = new ArrayList<>();
    params
        .object("tag_filter")
        .ifPresent(
            filter -> {
              for (Params group : filter.objects("group_list", MOST_TAGS)) {
                List<String> tags = group.texts("tag_list", MOST_TAGS);
                if (!tags.isEmpty()) {
                  groups.add(tags);
                }
              }
            });
    return groups;
  }

  private static void readIds(JsonParser parser, IdList ids, int most, String name)
      throws IOException {
    while (parser.nextToken() != JsonToken.END_ARRAY) {
      if (parser.currentToken() != JsonToken.VALUE_STRING) {
        throw new WecomError(40058, name);
      }
      if (ids.size() == most) {
        throw new WecomError(40058, name + " has more than " + most);
      }
      ids.add(parser.getTextCharacters(), parser.getTextOffset(), parser.getTextLength());
    }
  }

  private static void refuseScalar(Params params, String name) {
    if (!params.tree().path(name).isMissingNode() && !params.tree().path(name).isNull()) {
      throw new WecomError(40058, name);
    }
  }
}
