package io.qunfa.account;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import io.qunfa.local.servers.LocalServers;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.web.client.HttpClientErrorException;
import org.springframework.web.client.HttpServerErrorException;
import org.springframework.web.client.RestClient;

/** Against the simulated WeCom. */
class MemberSyncTest {
  private static final AtomicInteger NAMES = new AtomicInteger();
  private static final String SECRET = "secret-of-members";

  private static Simulator wecom;
  private static RunningService service;
  private static RestClient operator;
  private String corp = "";

  @BeforeAll
  static void aSimulatedWecom() {
    wecom = Simulator.start();
    service =
        RunningService.start(
            Map.of(
                "qunfa.tokens.wecom-base-url", wecom.url(), "spring.data.redis.timeout", "500ms"));
    operator = service.operator(1);
  }

  @AfterAll
  static void stop() {
    service.close();
    wecom.close();
  }

  @BeforeEach
  void aCorpWithThreeMembers() {
    corp = "wwSync" + NAMES.incrementAndGet();
    wecom.join(corp, SECRET, List.of("zhao", "qian", "sun"));
    AccountsTest.aCorp(operator, corp);
    post("/api/v1/corps/" + corp + "/credentials", Map.of("name", "contact", "secret", SECRET));
  }

  @Test
  void membersWithoutAnAccountGetOneAndAgainChangesNothing() {
    addedByHand("zhao");

    JsonNode first =
        sync(Map.of("credential", "contact", "dailyQuota", 77, "tags", List.of("new")));
    JsonNode again = sync(Map.of("credential", "contact", "dailyQuota", 99));

    assertThat(counts(first)).containsExactly(3, 2, 0, 0);
    assertThat(counts(again)).containsExactly(3, 0, 0, 0);
    assertThat(account("qian").get("dailyQuota").asInt()).isEqualTo(77);
    assertThat(account("qian").get("status").asText()).isEqualTo("active");
    assertThat(account("zhao").get("dailyQuota").asInt()).isEqualTo(5000);
    JsonNode made = history("qian").get(0);
    assertThat(made.get("cause").asText()).isEqualTo("member_sync");
    assertThat(made.get("actor").asText()).isEqualTo("lin");
  }

  @Test
  void thoseWhoLeftGoOfflineAndAreBackAsTheyWereWhenTheyAreBack() {
    sync(Map.of("credential", "contact"));
    order("sun", "pause");
    order("zhao", "disable");
    wecom.leave(corp, List.of("zhao", "qian", "sun"));
    wecom.join(corp, SECRET, List.of("li"));

    JsonNode left = sync(Map.of("credential", "contact"));
    List<String> gone = List.of(status("zhao"), status("qian"), status("sun"));
    wecom.join(corp, SECRET, List.of("zhao", "qian", "sun"));
    JsonNode returned = sync(Map.of("credential", "contact"));

    assertThat(counts(left)).containsExactly(1, 1, 2, 0);
    assertThat(gone).containsExactly("disabled", "offline", "offline");
    assertThat(counts(returned)).containsExactly(4, 0, 0, 2);
    assertThat(List.of(status("zhao"), status("qian"), status("sun")))
        .containsExactly("disabled", "active", "paused");
  }

  @Test
  void whoWasPutOfflineByAPersonStaysOffline() {
    sync(Map.of("credential", "contact"));
    order("qian", "offline");

    JsonNode again = sync(Map.of("credential", "contact"));

    assertThat(counts(again)).containsExactly(3, 0, 0, 0);
    assertThat(status("qian")).isEqualTo("offline");
  }

  @Test
  void newAccountsBeginOnTheChannelAndInTheStateThatWasAskedFor() {
    JsonNode counts =
        sync(
            Map.of(
                "credential", "contact",
                "channel", "rpa",
                "status", "paused",
                "warmUp", List.of(Map.of("percent", 10, "days", 5))));

    assertThat(counts(counts)).containsExactly(3, 3, 0, 0);
    assertThat(status("sun")).isEqualTo("paused");
    assertThat(account("sun").get("channel").asText()).isEqualTo("rpa");
    assertThat(account("sun").get("quotaToday").asInt()).isEqualTo(500);
    order("sun", "resume");
    assertThat(status("sun")).isEqualTo("warming_up");
  }

  @Test
  void anEmptyListFromWecomPutsNobodyOffline() {
    sync(Map.of("credential", "contact"));
    wecom.leave(corp, List.of("zhao", "qian", "sun"));

    HttpClientErrorException refused =
        catchThrowableOfType(
            HttpClientErrorException.class, () -> sync(Map.of("credential", "contact")));

    assertThat(refused.getStatusCode().value()).isEqualTo(409);
    assertThat(status("qian")).isEqualTo("active");
  }

  @Test
  void aTokenThatWecomTookBackIsFetchedAnew() {
    sync(Map.of("credential", "contact"));
    wecom.takeBackAllTokens();

    assertThat(counts(sync(Map.of("credential", "contact")))).containsExactly(3, 0, 0, 0);
  }

  @Test
  void aCredentialThatWecomRefusesChangesNothing() {
    post(
        "/api/v1/corps/" + corp + "/credentials",
        Map.of("name", "wrong", "secret", "not-the-secret"));

    Exception refused =
        catchThrowableOfType(Exception.class, () -> sync(Map.of("credential", "wrong")));

    assertThat(refused)
        .isInstanceOfAny(HttpClientErrorException.class, HttpServerErrorException.class);
    assertThat(String.valueOf(refused.getMessage())).doesNotContain("not-the-secret");
    assertThat(accounts()).isEmpty();
  }

  @Test
  void aListThatWouldPutALargeShareOfflineNeedsToBeAllowed() {
    List<String> staff = IntStream.range(0, 37).mapToObj(n -> "m" + n).toList();
    wecom.join(corp, SECRET, staff);
    sync(Map.of("credential", "contact"));
    order("zhao", "disable");
    wecom.leave(corp, staff.subList(3, 37));

    String refused = refusedSync(Map.of("credential", "contact"));
    String tooFew = refusedSync(Map.of("credential", "contact", "mayLeave", 33));
    long offlineBefore = offline();
    JsonNode allowed = sync(Map.of("credential", "contact", "mayLeave", 34));

    assertThat(refused).contains("34 of 39 accounts offline", "Nothing was changed", "mayLeave");
    assertThat(tooFew).contains("34 of 39 accounts offline");
    assertThat(offlineBefore).isZero();
    assertThat(counts(allowed)).containsExactly(6, 0, 34, 0);
  }

  @Test
  void aFifthMayLeaveWithoutBeingAsked() {
    List<String> staff = IntStream.range(0, 37).mapToObj(n -> "m" + n).toList();
    wecom.join(corp, SECRET, staff);
    sync(Map.of("credential", "contact"));
    wecom.leave(corp, staff.subList(0, 8));

    assertThat(counts(sync(Map.of("credential", "contact")))).containsExactly(32, 0, 8, 0);
  }

  @Test
  void whileRedisIsAwayTheSyncSaysSoAndChangesNothing() {
    LocalServers.shared().redis().pause();
    HttpServerErrorException away;
    try {
      away =
          catchThrowableOfType(
              HttpServerErrorException.class, () -> sync(Map.of("credential", "contact")));
    } finally {
      LocalServers.shared().redis().resume();
    }

    assertThat(away.getStatusCode().value()).isEqualTo(503);
    assertThat(away.getResponseBodyAsString()).contains("Redis", "Nothing was changed");
    assertThat(accounts()).isEmpty();
  }

  @Test
  void theMemberListIsAskedForWithinTheCorpsLimits() {
    post(
        "/api/v1/limit-policies",
        Map.of("scope", Map.of("corpId", corp), "limits", Map.of("callsPerMinute", 1)));
    // The policy holds within a second.
    await().atMost(Duration.ofSeconds(20)).until(() -> refused() != null);
    wecom.join(corp, SECRET, List.of("li"));

    HttpClientErrorException tooOften = refused();

    assertThat(tooOften.getStatusCode().value()).isEqualTo(429);
    assertThat(tooOften.getMessage()).contains("API_RATE");
    assertThat(accounts()).hasSize(3);
  }

  @Test
  void whoAskedWecomTooOftenDoesNotAskAgainAtOnce() {
    wecom.failOnce("get_follow_user_list", 45009);

    HttpServerErrorException pushedBack =
        catchThrowableOfType(
            HttpServerErrorException.class, () -> sync(Map.of("credential", "contact")));
    HttpClientErrorException shut = refused();

    assertThat(pushedBack.getMessage()).contains("45009");
    assertThat(shut.getMessage()).contains("API_BLOCKED");
    assertThat(accounts()).isEmpty();
  }

  @Test
  void traitsThatAreNotAcceptableAreRefusedBeforeWecomIsAsked() {
    post(
        "/api/v1/corps/" + corp + "/credentials",
        Map.of("name", "wrong", "secret", "not-the-secret"));

    HttpClientErrorException refused =
        catchThrowableOfType(
            HttpClientErrorException.class,
            () -> sync(Map.of("credential", "wrong", "dailyQuota", 0, "mayLeave", 3)));

    // Had WeCom been asked, it would have been a 409.
    assertThat(refused.getStatusCode().value()).isEqualTo(400);
    assertThat(refused.getResponseBodyAsString()).contains("/dailyQuota");
  }

  private String refusedSync(Map<String, Object> body) {
    HttpClientErrorException refused =
        catchThrowableOfType(HttpClientErrorException.class, () -> sync(body));
    assertThat(refused.getStatusCode().value()).isEqualTo(409);
    return refused.getResponseBodyAsString();
  }

  private long offline() {
    return accounts().findValuesAsText("status").stream().filter("offline"::equals).count();
  }

  @Test
  void aThousandMembersAreSyncedAtOnce() {
    wecom.join(corp, SECRET, IntStream.range(0, 1500).mapToObj(n -> "m" + n).toList());

    assertThat(counts(sync(Map.of("credential", "contact")))).containsExactly(1503, 1503, 0, 0);
  }

  private void addedByHand(String member) {
    post(
        "/api/v1/accounts",
        Map.of("corpId", corp, "channel", "api", "memberUserid", member, "credential", "contact"));
  }

  private JsonNode sync(Map<String, Object> body) {
    return post("/api/v1/corps/" + corp + "/members:sync", body);
  }

  /** Null if it was not. */
  private HttpClientErrorException refused() {
    return catchThrowableOfType(
        HttpClientErrorException.class, () -> sync(Map.of("credential", "contact")));
  }

  /** members, added, left, returned. */
  private static List<Integer> counts(JsonNode answer) {
    return List.of(
        answer.get("members").asInt(),
        answer.get("added").asInt(),
        answer.get("left").asInt(),
        answer.get("returned").asInt());
  }

  private void order(String member, String order) {
    post("/api/v1/accounts/" + account(member).get("accountId").asText() + ":" + order, Map.of());
  }

  private String status(String member) {
    return account(member).get("status").asText();
  }

  private JsonNode history(String member) {
    return get("/api/v1/accounts/" + account(member).get("accountId").asText() + "/history")
        .get("items");
  }

  private JsonNode account(String member) {
    for (JsonNode account : accounts()) {
      if (account.get("memberUserid").asText().equals(member)) {
        return account;
      }
    }
    throw new AssertionError("there is no account of " + member);
  }

  private JsonNode accounts() {
    return get("/api/v1/accounts?limit=100&corpId=" + corp).get("items");
  }

  private static JsonNode post(String path, Object body) {
    return Objects.requireNonNull(
        operator.post().uri(path).body(body).retrieve().body(JsonNode.class));
  }

  private static JsonNode get(String path) {
    return Objects.requireNonNull(operator.get().uri(path).retrieve().body(JsonNode.class));
  }
}
