package io.qunfa.account;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.JsonNode;
import io.qunfa.ids.AccountId;
import io.qunfa.ids.TenantId;
import io.qunfa.permit.FindWorking;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.springframework.http.MediaType;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.web.client.RestClient;

/** A running account-service with a corp, and what the tests of the pool say to it. */
abstract class AccountPool {
  static final AtomicInteger NAMES = new AtomicInteger();
  static final String CORP = "wwPool";

  static RunningService service;
  static RestClient operator;
  static PermitFixture permits;

  @BeforeAll
  static void aCorpThatLooksOften() {
    service =
        RunningService.start(
            Map.of("qunfa.pool.look-every", "20ms", "qunfa.permits.api.at-once", "50"));
    operator = service.operator(1);
    permits = new PermitFixture(service, CORP);
    permits.aCorp();
  }

  @AfterAll
  static void stop() {
    service.close();
  }

  static PermitFixture anotherCorp() {
    PermitFixture other = new PermitFixture(service, "wwOther" + NAMES.incrementAndGet());
    other.aCorp();
    return other;
  }

  static void aCorp(String corpId, String zone) {
    post("/api/v1/corps", Map.of("corpId", corpId, "name", corpId, "timeZone", zone));
    post(
        "/api/v1/corps/" + corpId + "/credentials",
        Map.of("name", "contact", "secret", "a-secret"));
  }

  /** 5 % of 100 for two days, then 20 % for two. */
  static AccountId aWarmingAccount(String corpId) {
    JsonNode stored =
        post(
            "/api/v1/accounts",
            Map.of(
                "corpId",
                corpId,
                "channel",
                "api",
                "memberUserid",
                "warming" + NAMES.incrementAndGet(),
                "credential",
                "contact",
                "dailyQuota",
                100,
                "warmUp",
                List.of(Map.of("percent", 5, "days", 2), Map.of("percent", 20, "days", 2))));
    return AccountId.of(stored.get("accountId").asText());
  }

  static void changeRow(AccountId account, String assignment) {
    service
        .bean(JdbcClient.class)
        .sql("update account set " + assignment + " where tenant_id = 1 and id = ?")
        .param(account.value())
        .update();
  }

  static long count(String condition) {
    return service
        .bean(JdbcClient.class)
        .sql("select count(*) from account where tenant_id = 1 and corp_id = ? and " + condition)
        .param(CORP)
        .query(Long.class)
        .single();
  }

  static JsonNode byMember(String channel, String member) {
    long id =
        service
            .bean(JdbcClient.class)
            .sql(
                "select id from account where tenant_id = 1 and corp_id = ? and channel = ? and"
                    + " member_userid = ?")
            .params(CORP, channel, member)
            .query(Long.class)
            .single();
    return permits.shown(new AccountId(id));
  }

  static double health(AccountId account) {
    return permits.shown(account).get("health").asDouble();
  }

  static JsonNode gate(AccountId account) {
    return Objects.requireNonNull(
        service
            .service()
            .get()
            .uri("/internal/v1/accounts/" + account + "/gate?tenantId=1")
            .retrieve()
            .body(JsonNode.class));
  }

  static List<AccountId> working(AccountId... accounts) {
    return Objects.requireNonNull(
            service
                .service()
                .post()
                .uri("/internal/v1/accounts:working")
                .body(new FindWorking(new TenantId(1), List.of(accounts)))
                .retrieve()
                .body(FindWorking.Working.class))
        .accountIds();
  }

  static JsonNode upload(String lines) {
    return uploadFile("channel,member_userid,credential,daily_quota,weight,tags,warm_up\n" + lines);
  }

  static JsonNode uploadFile(String text) {
    String boundary = "----lines";
    String body =
        "--"
            + boundary
            + "\r\nContent-Disposition: form-data; name=\"file\"; filename=\"accounts.csv\"\r\n"
            + "Content-Type: text/csv; charset=utf-8\r\n\r\n"
            + text
            + "\r\n--"
            + boundary
            + "--\r\n";
    return Objects.requireNonNull(
        operator
            .post()
            .uri("/api/v1/accounts:import?corpId=" + CORP)
            .contentType(MediaType.parseMediaType("multipart/form-data; boundary=" + boundary))
            .body(body.getBytes(UTF_8))
            .retrieve()
            .body(JsonNode.class));
  }

  static void order(AccountId account, String order, String reason) {
    post("/api/v1/accounts/" + account + ":" + order, Map.of("reason", reason));
  }

  static JsonNode patch(AccountId account, Map<String, Object> change) {
    return Objects.requireNonNull(
        operator
            .patch()
            .uri("/api/v1/accounts/" + account)
            .body(change)
            .retrieve()
            .body(JsonNode.class));
  }

  static JsonNode post(String path, Object body) {
    return Objects.requireNonNull(
        operator.post().uri(path).body(body).retrieve().body(JsonNode.class));
  }

  static JsonNode get(String path) {
    return Objects.requireNonNull(operator.get().uri(path).retrieve().body(JsonNode.class));
  }
}
