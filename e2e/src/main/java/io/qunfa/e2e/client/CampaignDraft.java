package io.qunfa.e2e.client;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Map;

/** The body of a new campaign. */
public record CampaignDraft(ObjectNode json) {
  public static CampaignDraft of(String corpId, String text) {
    ObjectNode json = Json.object();
    json.put("corpId", corpId);
    json.put("name", "Campaign of " + corpId);
    json.put("channel", "api");
    json.put("priority", "normal");
    json.set("content", Json.of(Map.of("text", text)));
    json.set("audience", Json.object());
    return new CampaignDraft(json);
  }

  public CampaignDraft with(String field, Object value) {
    ObjectNode copy = json.deepCopy();
    copy.set(field, value instanceof JsonNode node ? node : Json.of(value));
    return new CampaignDraft(copy);
  }

  public CampaignDraft audience(Map<String, Object> rule) {
    return with("audience", rule);
  }
}
