package io.qunfa.local.demo;

import com.fasterxml.jackson.databind.JsonNode;
import java.net.http.HttpRequest.BodyPublisher;
import java.util.List;
import java.util.Map;

/**
 * A person who has logged in at the gateway. Creating things again under the same key changes
 * nothing.
 */
final class Operator {
  private final Rest rest;

  private Operator(Rest rest) {
    this.rest = rest;
  }

  static Operator login(String gateway, String username, String password) {
    Rest open = new Rest(gateway);
    String token =
        open.post("/api/v1/auth/login", Map.of("username", username, "password", password))
            .path("accessToken")
            .asText();
    return new Operator(open.authorized(token));
  }

  void createCorp(String corpId, String name) {
    rest.create("/api/v1/corps", Map.of("corpId", corpId, "name", name), "demo-corp-" + corpId);
  }

  void createCredential(String corpId, String name, String secret) {
    rest.create(
        "/api/v1/corps/" + corpId + "/credentials",
        Map.of("name", name, "secret", secret),
        "demo-credential-" + corpId);
  }

  /** The policy as it then is. */
  JsonNode setRecipientPolicy(String corpId, Map<String, Object> policy) {
    return rest.put("/api/v1/corps/" + corpId + "/recipient-policy", policy);
  }

  void createAccounts(List<Map<String, Object>> accounts) {
    rest.create("/api/v1/accounts:batch", accounts, "demo-accounts-" + accounts.hashCode());
  }

  /** The import's id. */
  String importContacts(String corpId, BodyPublisher csv, String run) {
    return rest.upload(
            "/api/v1/contacts:import?corpId=" + corpId, "contacts.csv", csv, "demo-contacts-" + run)
        .path("importId")
        .asText();
  }

  /** The import's id. */
  String importOptOuts(String corpId, BodyPublisher csv, String run) {
    return rest.upload(
            "/api/v1/suppressions:import?corpId=" + corpId,
            "opt-outs.csv",
            csv,
            "demo-opt-outs-" + run)
        .path("importId")
        .asText();
  }

  JsonNode importState(String importId) {
    return rest.get("/api/v1/imports/" + importId);
  }

  /** The campaign's id. */
  String createCampaign(Map<String, Object> campaign, String run) {
    return rest.create("/api/v1/campaigns", campaign, "demo-campaign-" + run)
        .path("campaignId")
        .asText();
  }

  JsonNode command(String campaignId, String verb) {
    return rest.command("/api/v1/campaigns/" + campaignId + ":" + verb);
  }

  JsonNode progress(String campaignId) {
    return rest.get("/api/v1/campaigns/" + campaignId + "/progress");
  }

  JsonNode report(String campaignId) {
    return rest.get("/api/v1/campaigns/" + campaignId + "/report");
  }
}
