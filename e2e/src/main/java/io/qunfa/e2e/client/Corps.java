package io.qunfa.e2e.client;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Corps, credentials and accounts. */
public final class Corps {
  private static final String CREDENTIAL = "contacts";
  private static final int BATCH = 100;

  private final Rest rest;

  Corps(Rest rest) {
    this.rest = rest;
  }

  /** A corp with one credential. */
  public void open(String corpId, String secret) {
    rest.post("/api/v1/corps", Map.of("corpId", corpId, "name", "Company " + corpId)).expect(201);
    rest.post(
            "/api/v1/corps/" + corpId + "/credentials",
            Map.of("name", CREDENTIAL, "secret", secret))
        .expect(201);
  }

  /** One API account per member; answers account ids by member. */
  public Map<String, String> addAccounts(String corpId, List<String> members, int dailyQuota) {
    Map<String, String> accountIds = new LinkedHashMap<>();
    for (int from = 0; from < members.size(); from += BATCH) {
      List<String> some = members.subList(from, Math.min(from + BATCH, members.size()));
      List<Map<String, Object>> batch = new ArrayList<>();
      some.forEach(member -> batch.add(account(corpId, member, dailyQuota)));
      JsonNode accounts =
          rest.post("/api/v1/accounts:batch", batch).expect(200, 201).path("accounts");
      for (int index = 0; index < some.size(); index++) {
        accountIds.put(some.get(index), accounts.path(index).path("accountId").asText());
      }
    }
    return accountIds;
  }

  public JsonNode account(String accountId) {
    return rest.get("/api/v1/accounts/" + accountId).expect(200);
  }

  private static Map<String, Object> account(String corpId, String member, int dailyQuota) {
    return Map.of(
        "corpId", corpId,
        "channel", "api",
        "memberUserid", member,
        "credential", CREDENTIAL,
        "dailyQuota", dailyQuota,
        "tags", List.of("e2e"));
  }
}
