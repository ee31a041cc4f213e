package io.qunfa.account;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.fasterxml.jackson.databind.JsonNode;
import io.qunfa.idempotency.Idempotency;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.web.client.HttpClientErrorException;
import org.springframework.web.client.RestClient;

class AccountsTest {
  private static RunningService service;
  private static RestClient operator;

  @BeforeAll
  static void aCorpWithACredential() {
    service = RunningService.start();
    operator = service.operator(1);
    aCorp(operator, "wwAccounts");
    aCredential("wwAccounts", "contact", "secret-of-accounts");
  }

  @AfterAll
  static void stop() {
    service.close();
  }

  @Test
  void anAccountIsStoredOnceAndShownWithItsUsage() {
    Map<String, Object> account = anAccount("zhangsan", "VIP");

    String first = post("/api/v1/accounts", account).get("accountId").asText();
    String again = post("/api/v1/accounts", account).get("accountId").asText();
    JsonNode shown = get("/api/v1/accounts/" + first);

    assertThat(again).isEqualTo(first);
    assertThat(shown.get("status").asText()).isEqualTo("active");
    assertThat(shown.get("dailyQuota").asInt()).isEqualTo(5000);
    assertThat(shown.get("usedToday").asLong()).isZero();
    assertThat(shown.get("nextPermitAt").asText()).isNotEmpty();
    assertThat(shown.get("tags").get(0).asText()).isEqualTo("VIP");
  }

  @Test
  void aBatchOfTenThousandIsStoredOnceWhateverHowOftenItIsPosted() {
    aCorp(operator, "wwMany");
    aCredential("wwMany", "contact", "secret-of-many");
    List<Map<String, Object>> batch =
        IntStream.range(0, 10_000)
            .mapToObj(
                n ->
                    Map.<String, Object>of(
                        "corpId", "wwMany",
                        "channel", "api",
                        "memberUserid", "member" + n,
                        "credential", "contact",
                        "dailyQuota", 100 + n))
            .toList();

    JsonNode first = post("/api/v1/accounts:batch", batch).get("accounts");
    JsonNode again = post("/api/v1/accounts:batch", batch).get("accounts");

    assertThat(first).hasSize(10_000).isEqualTo(again);
    String last = first.get(9_999).get("accountId").asText();
    assertThat(get("/api/v1/accounts/" + last).get("memberUserid").asText())
        .isEqualTo("member9999");
    JsonNode listing =
        service
            .service()
            .get()
            .uri("/internal/v1/accounts?tenantId=1&corpId=wwMany&channel=api")
            .retrieve()
            .body(JsonNode.class);
    assertThat(Objects.requireNonNull(listing).get("accounts")).hasSize(10_000);
  }

  @Test
  void otherServicesLearnWhereACorpsDaysTurn() {
    operator
        .post()
        .uri("/api/v1/corps")
        .body(Map.of("corpId", "wwBerlin", "name", "Berlin", "timeZone", "Europe/Berlin"))
        .retrieve()
        .toBodilessEntity();

    JsonNode facts =
        service
            .service()
            .get()
            .uri("/internal/v1/corps/wwBerlin?tenantId=1")
            .retrieve()
            .body(JsonNode.class);

    assertThat(Objects.requireNonNull(facts).path("timeZone").asText()).isEqualTo("Europe/Berlin");
    assertThat(
            catchThrowableOfType(
                    HttpClientErrorException.class,
                    () ->
                        service
                            .service()
                            .get()
                            .uri("/internal/v1/corps/wwNowhere?tenantId=1")
                            .retrieve()
                            .toBodilessEntity())
                .getStatusCode()
                .value())
        .isEqualTo(404);
  }

  @Test
  void everyBadItemIsNamedByIndexAndFieldAndNothingIsStored() {
    List<Map<String, Object>> batch =
        List.of(
            anAccount("right"),
            Map.of("corpId", "wwAccounts", "channel", "fax", "credential", "contact"),
            Map.of(
                "corpId", "wwNowhere",
                "channel", "api",
                "memberUserid", "x",
                "credential", "contact"),
            anAccount("right"));

    HttpClientErrorException refused =
        catchThrowableOfType(
            HttpClientErrorException.class, () -> post("/api/v1/accounts:batch", batch));

    assertThat(refused.getStatusCode().value()).isEqualTo(400);
    JsonNode errors = body(refused).get("errors");
    assertThat(errors.findValuesAsText("pointer"))
        .containsExactlyInAnyOrder("/1/channel", "/1/memberUserid", "/2/corpId", "/3/memberUserid");
    assertThat(
            service
                .bean(JdbcClient.class)
                .sql("select count(*) from account where member_userid = 'right'")
                .query(Long.class)
                .single())
        .isZero();
  }

  @Test
  void aKeyThatComesBackWithAnotherBodyIsRefused() {
    RestClient.RequestBodySpec first = keyed("one-key").body(anAccount("keyed"));
    RestClient.RequestBodySpec other = keyed("one-key").body(anAccount("other"));

    assertThat(first.retrieve().body(JsonNode.class)).isNotNull();
    HttpClientErrorException refused =
        catchThrowableOfType(
            HttpClientErrorException.class, () -> other.retrieve().toBodilessEntity());

    assertThat(refused.getStatusCode().value()).isEqualTo(422);
  }

  @Test
  void listsGoOnWhereTheCursorPoints() {
    for (int n = 0; n < 5; n++) {
      post("/api/v1/accounts", anAccount("listed" + n));
    }

    JsonNode first = get("/api/v1/accounts?corpId=wwAccounts&channel=api&limit=2");
    JsonNode second =
        get(
            "/api/v1/accounts?corpId=wwAccounts&channel=api&limit=2&cursor="
                + first.get("nextCursor").asText());

    assertThat(first.get("items")).hasSize(2);
    assertThat(second.get("items")).hasSize(2);
    assertThat(second.get("items").get(0).get("accountId").asLong())
        .isGreaterThan(first.get("items").get(1).get("accountId").asLong());
  }

  @Test
  void anotherTenantSeesNothing() {
    String id = post("/api/v1/accounts", anAccount("private")).get("accountId").asText();

    RestClient stranger = service.operator(2);

    HttpClientErrorException refused =
        catchThrowableOfType(
            HttpClientErrorException.class,
            () -> stranger.get().uri("/api/v1/accounts/" + id).retrieve().toBodilessEntity());
    assertThat(refused.getStatusCode().value()).isEqualTo(404);
    assertThat(
            Objects.requireNonNull(
                    stranger.get().uri("/api/v1/accounts").retrieve().body(JsonNode.class))
                .get("items"))
        .isEmpty();
  }

  static void aCorp(RestClient operator, String corpId) {
    operator
        .post()
        .uri("/api/v1/corps")
        .body(Map.of("corpId", corpId, "name", "Corp " + corpId))
        .retrieve()
        .toBodilessEntity();
  }

  private static void aCredential(String corpId, String name, String secret) {
    post("/api/v1/corps/" + corpId + "/credentials", Map.of("name", name, "secret", secret));
  }

  private static Map<String, Object> anAccount(String member, String... tags) {
    return Map.of(
        "corpId", "wwAccounts",
        "channel", "api",
        "memberUserid", member,
        "credential", "contact",
        "tags", List.of(tags));
  }

  private static RestClient.RequestBodySpec keyed(String key) {
    return operator.post().uri("/api/v1/accounts").header(Idempotency.HEADER, key);
  }

  private static JsonNode post(String path, Object body) {
    return Objects.requireNonNull(
        operator.post().uri(path).body(body).retrieve().body(JsonNode.class));
  }

  private static JsonNode get(String path) {
    return Objects.requireNonNull(operator.get().uri(path).retrieve().body(JsonNode.class));
  }

  private static JsonNode body(HttpClientErrorException refused) {
    return Objects.requireNonNull(refused.getResponseBodyAs(JsonNode.class));
  }
}
