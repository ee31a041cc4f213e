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
  private static final int MOST_PER_DAY = 1000;
  private static final Map<String, String> NO_QUIET_HOURS =
      Map.of("from", "00:00", "until", "00:00");

  private final Rest rest;

  Corps(Rest rest) {
    this.rest = rest;
  }

  /**
   * A corp with one credential, whose contacts may be written to at every hour and as often as a
   * test likes: tests run by day and by night, and send to the same contacts again.
   */
  public void open(String corpId, String secret) {
    rest.post("/api/v1/corps", Map.of("corpId", corpId, "name", "Company " + corpId)).expect(201);
    protect(corpId, MOST_PER_DAY, NO_QUIET_HOURS, "MONTH_DAYS");
    rest.post(
            "/api/v1/corps/" + corpId + "/credentials",
            Map.of("name", CREDENTIAL, "secret", secret))
        .expect(201);
  }

  /**
   * Sets the whole recipient policy.
   *
   * @param quietHours from and until, as times of the day
   */
  public void protect(
      String corpId, int maxPerDay, Map<String, String> quietHours, String receiveQuota) {
    rest.put(
            "/api/v1/corps/" + corpId + "/recipient-policy",
            Map.of("maxPerDay", maxPerDay, "quietHours", quietHours, "receiveQuota", receiveQuota))
        .expect(200);
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
