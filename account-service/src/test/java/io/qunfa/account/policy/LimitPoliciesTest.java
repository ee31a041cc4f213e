package io.qunfa.account.policy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import io.qunfa.account.PermitFixture;
import io.qunfa.account.RunningService;
import io.qunfa.idempotency.Idempotency;
import io.qunfa.ids.AccountId;
import io.qunfa.ids.TenantId;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.springframework.http.MediaType;
import org.springframework.web.client.HttpClientErrorException;
import org.springframework.web.client.RestClient;

class LimitPoliciesTest {
  private static final AtomicInteger NAMES = new AtomicInteger();
  private static final TenantId TENANT = new TenantId(31);
  private static RunningService service;
  private static RunningService replica;
  private static RestClient operator;

  @BeforeAll
  static void twoReplicas() {
    service = RunningService.start();
    replica = RunningService.start();
    operator = service.operator(TENANT.value());
  }

  @AfterAll
  static void stop() {
    replica.close();
    service.close();
  }

  @Test
  void aChangeHoldsOnEveryReplicaWithinTwoSeconds() {
    PermitFixture here = aCorp(service, "wwEverywhere");
    PermitFixture there = new PermitFixture(replica, TENANT, "wwEverywhere");
    AccountId account = here.anAccount("ipad", 1000);
    assertThat(there.ask(account, 5, false, "before").granted()).isEqualTo(5);

    JsonNode policy = here.aPolicy(Map.of("corpId", "wwEverywhere"), Map.of("dailyQuota", 7));

    await()
        .atMost(Duration.ofSeconds(2))
        .pollInterval(Duration.ofMillis(50))
        .untilAsserted(
            () ->
                assertThat(there.ask(account, 5, true, "poll" + NAMES.incrementAndGet()).granted())
                    .isZero());
    assertThat(there.ask(account, 5, false, "rest").granted()).isLessThanOrEqualTo(2);
    assertThat(policy.get("changedBy").asText()).isEqualTo("lin");
  }

  @Test
  void theMostSpecificPolicyDecidesAndWhatItLeavesOpenFallsThrough() {
    PermitFixture corp = aCorp(service, "wwSpecific");
    AccountId special = corp.anAccount("ipad", 1000);
    AccountId usual = corp.anAccount("ipad", 1000);
    AccountId onRpa = corp.anAccount("rpa", 1000);
    corp.aPolicy(Map.of("corpId", "wwSpecific"), Map.of("dailyQuota", 50, "slotsPerWindow", 40));
    corp.aPolicy(Map.of("corpId", "wwSpecific", "channel", "ipad"), Map.of("slotsPerWindow", 20));
    corp.aPolicy(Map.of("accountId", special.toString()), Map.of("slotsPerWindow", 30));

    await()
        .atMost(Duration.ofSeconds(3))
        .untilAsserted(
            () ->
                assertThat(corp.ask(onRpa, 900, true, "try" + NAMES.incrementAndGet()).granted())
                    .isZero());

    assertThat(corp.ask(special, 900, false, "s").granted()).isEqualTo(30);
    assertThat(corp.ask(usual, 900, false, "u").granted()).isEqualTo(20);
    assertThat(corp.ask(onRpa, 900, false, "r").granted()).isEqualTo(40);
  }

  @Test
  void everyChangeIsKeptWithWhoAndWhenAndAnOldVersionChangesNothing() {
    aCorp(service, "wwHistory");
    String id =
        create(Map.of("corpId", "wwHistory"), Map.of("dailyQuota", 10)).get("policyId").asText();

    JsonNode second = put(id, Map.of("dailyQuota", 20), 1);
    HttpClientErrorException stale =
        catchThrowableOfType(
            HttpClientErrorException.class, () -> put(id, Map.of("dailyQuota", 30), 1));
    operator
        .delete()
        .uri("/api/v1/limit-policies/" + id + "?version=2")
        .retrieve()
        .toBodilessEntity();
    JsonNode first = get("/api/v1/limit-policies/" + id + "/history?limit=2");
    JsonNode rest =
        get(
            "/api/v1/limit-policies/"
                + id
                + "/history?limit=2&cursor="
                + first.get("nextCursor").asText());

    assertThat(second.get("version").asInt()).isEqualTo(2);
    assertThat(stale.getStatusCode().value()).isEqualTo(409);
    assertThat(first.get("items").findValuesAsText("action")).containsExactly("CREATED", "CHANGED");
    assertThat(first.get("items").get(1).get("limits").get("dailyQuota").asInt()).isEqualTo(20);
    assertThat(rest.get("items").findValuesAsText("action")).containsExactly("DELETED");
    assertThat(rest.get("items").get(0).get("changedBy").asText()).isEqualTo("lin");
    assertThat(rest.get("items").get(0).get("changedAt").asText()).isNotEmpty();
    assertThat(rest.get("nextCursor").isNull()).isTrue();
    assertThat(
            catchThrowableOfType(
                    HttpClientErrorException.class, () -> get("/api/v1/limit-policies/" + id))
                .getStatusCode()
                .value())
        .isEqualTo(404);
  }

  @Test
  void aRepeatedCreationIsTheSamePolicyAndAScopeHasOnlyOne() {
    aCorp(service, "wwOnce");
    Map<String, Object> request =
        Map.of("scope", Map.of("corpId", "wwOnce"), "limits", Map.of("callsPerMinute", 100));

    JsonNode first = keyed("policy-key", request);
    JsonNode again = keyed("policy-key", request);
    HttpClientErrorException second =
        catchThrowableOfType(
            HttpClientErrorException.class,
            () -> create(Map.of("corpId", "wwOnce"), Map.of("callsPerMinute", 5)));

    assertThat(again).isEqualTo(first);
    assertThat(second.getStatusCode().value()).isEqualTo(409);
  }

  @Test
  void whatCannotBeMeantIsRefusedByField() {
    aCorp(service, "wwBad");

    assertThat(
            refused(
                Map.of("corpId", "wwBad"),
                Map.of("dailyQuota", 0, "tenantCallsPerMinute", 5, "callsPerMinute", 9)))
        .containsExactlyInAnyOrder("/limits/dailyQuota", "/limits/tenantCallsPerMinute");
    assertThat(refused(Map.of("corpId", "wwNowhere"), Map.of("dailyQuota", 5)))
        .containsExactly("/scope/corpId");
    assertThat(refused(Map.of("accountId", "987654321"), Map.of("dailyQuota", 5)))
        .containsExactly("/scope/accountId");
    assertThat(refused(Map.of("corpId", "wwBad"), Map.of())).containsExactly("/limits");
  }

  @Test
  void anotherTenantSeesNothingAndListsGoOnWhereTheCursorPoints() {
    RestClient lonely = service.operator(32);
    JsonNode empty =
        Objects.requireNonNull(
            lonely.get().uri("/api/v1/limit-policies").retrieve().body(JsonNode.class));
    aCorp(service, "wwListA");
    aCorp(service, "wwListB");
    create(Map.of("corpId", "wwListA"), Map.of("dailyQuota", 10));
    create(Map.of("corpId", "wwListB"), Map.of("dailyQuota", 10));

    JsonNode first = get("/api/v1/limit-policies?limit=1");
    JsonNode second =
        get("/api/v1/limit-policies?limit=1&cursor=" + first.get("nextCursor").asText());

    assertThat(empty.get("items")).isEmpty();
    assertThat(second.get("items")).hasSize(1).isNotEqualTo(first.get("items"));
  }

  private static PermitFixture aCorp(RunningService running, String corp) {
    PermitFixture fixture = new PermitFixture(running, TENANT, corp);
    fixture.aCorp();
    return fixture;
  }

  private static List<String> refused(Map<String, Object> scope, Map<String, Object> limits) {
    HttpClientErrorException refused =
        catchThrowableOfType(HttpClientErrorException.class, () -> create(scope, limits));
    assertThat(refused.getStatusCode().value()).isEqualTo(400);
    return Objects.requireNonNull(refused.getResponseBodyAs(JsonNode.class))
        .get("errors")
        .findValuesAsText("pointer");
  }

  private static JsonNode create(Map<String, Object> scope, Map<String, Object> limits) {
    return send(
        operator.post().uri("/api/v1/limit-policies"), Map.of("scope", scope, "limits", limits));
  }

  private static JsonNode keyed(String key, Object body) {
    return send(
        operator.post().uri("/api/v1/limit-policies").header(Idempotency.HEADER, key), body);
  }

  private static JsonNode put(String id, Map<String, Object> limits, int version) {
    return send(
        operator.put().uri("/api/v1/limit-policies/" + id),
        Map.of("limits", limits, "version", version));
  }

  private static JsonNode send(RestClient.RequestBodySpec request, Object body) {
    return Objects.requireNonNull(
        request.contentType(MediaType.APPLICATION_JSON).body(body).retrieve().body(JsonNode.class));
  }

  private static JsonNode get(String path) {
    return Objects.requireNonNull(operator.get().uri(path).retrieve().body(JsonNode.class));
  }
}
