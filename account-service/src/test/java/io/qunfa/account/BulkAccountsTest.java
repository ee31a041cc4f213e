package io.qunfa.account;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.fasterxml.jackson.databind.JsonNode;
import io.qunfa.ids.AccountId;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.web.client.HttpClientErrorException;

/** Many accounts at once, by file and by batch. */
class BulkAccountsTest extends AccountPool {
  @ParameterizedTest
  @ValueSource(strings = {"5:0", "0:2", "20:2 5:2", "100:3", "5", "five:2"})
  void aPlanThatDoesNotGrowIsRejectedWithItsLine(String plan) {
    JsonNode answer = upload("api,somebody,contact,100,,," + plan + "\n");

    assertThat(answer.get("rejected").asInt()).isEqualTo(1);
    assertThat(answer.get("rejections").get(0).get("reason").asText()).contains("must");
  }

  @Test
  void changesLeaveWhatTheyDoNotName() {
    AccountId account = permits.anAccount("api", 100);

    patch(account, Map.of("weight", 300, "tags", List.of("VIP", "north")));
    JsonNode changed = patch(account, Map.of("dailyQuota", 50));

    assertThat(changed.get("dailyQuota").asInt()).isEqualTo(50);
    assertThat(changed.get("weight").asInt()).isEqualTo(300);
    assertThat(changed.get("tags")).hasSize(2);
    assertThat(changed.get("status").asText()).isEqualTo("active");
  }

  @Test
  void aBatchOfChangesIsMadeWhollyOrNotAtAll() {
    AccountId one = permits.anAccount("api", 100);
    AccountId other = permits.anAccount("ipad", 100);

    post(
        "/api/v1/accounts:update",
        List.of(Map.of("accountId", one, "weight", 10), Map.of("accountId", other, "weight", 20)));
    HttpClientErrorException refused =
        catchThrowableOfType(
            HttpClientErrorException.class,
            () ->
                post(
                    "/api/v1/accounts:update",
                    List.of(
                        Map.of("accountId", one, "weight", 30),
                        Map.of("accountId", other, "weight", 0, "credential", "nobody's"),
                        Map.of("accountId", "99999999", "weight", 1))));

    assertThat(
            Objects.requireNonNull(refused.getResponseBodyAs(JsonNode.class))
                .get("errors")
                .findValuesAsText("pointer"))
        .containsExactly("/1/weight", "/1/credential", "/2/accountId");
    assertThat(permits.shown(one).get("weight").asInt()).isEqualTo(10);
    assertThat(permits.shown(other).get("weight").asInt()).isEqualTo(20);
  }

  @Test
  void aFileCreatesAndChangesAccountsOfAllChannelsAndRejectsByLine() {
    String name = "csv" + NAMES.incrementAndGet();
    JsonNode first =
        upload(
            """
            api,%1$s,contact,100,,VIP|north,
            ipad,%1$s,contact,,250,,5:2 20:2
            fax,%1$s,contact,,,,
            api,,contact,,,,
            rpa,%1$s,contact,many,,,
            rpa,%1$s,nobody,,,,
            rpa,"two
            lines",contact,,,,
            rpa,%1$s,contact,,,
            """
                .formatted(name));
    JsonNode again = upload("api,%s,contact,70,,,\n".formatted(name));

    assertThat(first.get("rows").asInt()).isEqualTo(8);
    assertThat(first.get("stored").asInt()).isEqualTo(3);
    assertThat(first.get("rejections").findValuesAsText("line"))
        .containsExactly("4", "5", "6", "7", "10");
    assertThat(first.get("rejections").get(2).get("reason").asText())
        .contains("daily_quota", "many");
    assertThat(again.get("stored").asInt()).isEqualTo(1);
    JsonNode api = byMember("api", name);
    assertThat(api.get("dailyQuota").asInt()).isEqualTo(70);
    assertThat(byMember("ipad", name).get("status").asText()).isEqualTo("warming_up");
    assertThat(byMember("ipad", name).get("quotaToday").asInt()).isEqualTo(250);
  }

  @Test
  void whatALineLeavesEmptyStaysAsItIsAndADashTakesItAway() {
    String name = "kept" + NAMES.incrementAndGet();
    upload("api,%s,contact,100,10,VIP|north,5:2 20:2\n".formatted(name));

    upload("api,%s,contact,,,,\n".formatted(name));
    JsonNode kept = byMember("api", name);
    upload("api,%s,contact,,,-,-\n".formatted(name));
    JsonNode cleared = byMember("api", name);

    assertThat(kept.get("dailyQuota").asInt()).isEqualTo(100);
    assertThat(kept.get("weight").asInt()).isEqualTo(10);
    assertThat(kept.get("tags")).hasSize(2);
    assertThat(kept.get("warmUp")).hasSize(2);
    assertThat(cleared.get("dailyQuota").asInt()).isEqualTo(100);
    assertThat(cleared.get("weight").asInt()).isEqualTo(10);
    assertThat(cleared.get("tags")).isEmpty();
    assertThat(cleared.get("warmUp")).isEmpty();
    assertThat(cleared.get("status").asText()).isEqualTo("active");
  }

  @Test
  void ofTwoLinesAboutAnAccountTheSecondLeavesWhatTheFirstSaid() {
    String name = "twice" + NAMES.incrementAndGet();

    upload("rpa,%1$s,contact,70,,,\nrpa,%1$s,contact,,20,VIP,\n".formatted(name));

    JsonNode stored = byMember("rpa", name);
    assertThat(stored.get("dailyQuota").asInt()).isEqualTo(70);
    assertThat(stored.get("weight").asInt()).isEqualTo(20);
    assertThat(stored.get("tags")).hasSize(1);
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void whatASecondPostLeavesOutStaysAsItIsAndAnEmptyListTakesItAway(boolean batch) {
    String name = "posted" + NAMES.incrementAndGet();
    Map<String, Object> bare =
        Map.of("corpId", CORP, "channel", "api", "memberUserid", name, "credential", "contact");
    Map<String, Object> whole = new HashMap<>(bare);
    whole.putAll(Map.of("dailyQuota", 100, "weight", 10, "tags", List.of("VIP")));
    whole.put("warmUp", List.of(Map.of("percent", 10, "days", 3)));
    Map<String, Object> emptied = new HashMap<>(bare);
    emptied.putAll(Map.of("tags", List.of(), "warmUp", List.of(), "weight", 20));
    store(batch, whole);

    store(batch, bare);
    JsonNode kept = byMember("api", name);
    store(batch, emptied);
    JsonNode cleared = byMember("api", name);

    assertThat(kept.get("dailyQuota").asInt()).isEqualTo(100);
    assertThat(kept.get("weight").asInt()).isEqualTo(10);
    assertThat(kept.get("tags")).hasSize(1);
    assertThat(kept.get("status").asText()).isEqualTo("warming_up");
    assertThat(cleared.get("dailyQuota").asInt()).isEqualTo(100);
    assertThat(cleared.get("weight").asInt()).isEqualTo(20);
    assertThat(cleared.get("tags")).isEmpty();
    assertThat(cleared.get("status").asText()).isEqualTo("active");
  }

  private static void store(boolean batch, Map<String, Object> account) {
    if (batch) {
      post("/api/v1/accounts:batch", List.of(account));
    } else {
      post("/api/v1/accounts", account);
    }
  }

  @Test
  void aFileOfTenThousandIsStoredInParts() {
    StringBuilder lines = new StringBuilder();
    for (int n = 0; n < 10_000; n++) {
      lines.append("ipad,bulk").append(n).append(",contact,100,,bulk,\n");
    }

    JsonNode answer = upload(lines.toString());

    assertThat(answer.get("stored").asInt()).isEqualTo(10_000);
    assertThat(count("member_userid like 'bulk%' and channel = 'ipad'")).isEqualTo(10_000);
  }

  @Test
  void aFileThatIsNoSuchFileIsRefused() {
    HttpClientErrorException refused =
        catchThrowableOfType(
            HttpClientErrorException.class, () -> uploadFile("member_userid\nzhangsan\n"));

    assertThat(refused.getStatusCode().value()).isEqualTo(400);
  }
}
