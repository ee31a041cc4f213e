package io.qunfa.account;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import io.qunfa.ids.CredentialId;
import io.qunfa.ids.TenantId;
import io.qunfa.token.AccessToken;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.IntFunction;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.springframework.data.redis.core.StringRedisTemplate;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.web.client.HttpClientErrorException;
import org.springframework.web.client.HttpServerErrorException;
import org.springframework.web.client.RestClient;

class TokensTest {
  private static final TenantId TENANT = new TenantId(1);
  private static final AtomicInteger NAMES = new AtomicInteger();

  private static RunningService service;
  private static RunningService replica;

  @BeforeAll
  static void twoReplicas() {
    service = RunningService.start();
    replica = RunningService.start();
    AccountsTest.aCorp(service.operator(1), "wwTokens");
  }

  @AfterAll
  static void stop() {
    service.close();
    replica.close();
  }

  @Test
  void howeverManyAskWecomIsAskedOnce() throws Exception {
    CredentialId credential = aCredential("one-for-all");
    RunningService.WECOM.answers(
        secret -> {
          pause(Duration.ofMillis(300));
          return ScriptedWecom.token("token-of-" + secret, 7200);
        });
    RestClient here = service.service();
    RestClient there = replica.service();

    List<AccessToken> tokens = atOnce(40, n -> ask(n % 2 == 0 ? here : there, credential));

    assertThat(RunningService.WECOM.asked()).isEqualTo(1);
    assertThat(tokens).extracting(AccessToken::value).containsOnly("token-of-one-for-all");
    assertThat(Set.copyOf(tokens.stream().map(AccessToken::version).toList())).hasSize(1);
  }

  @Test
  void aTokenIsTakenBackByItsVersionOnly() {
    CredentialId credential = aCredential("taken-back");
    AtomicInteger fetched = new AtomicInteger();
    RunningService.WECOM.answers(
        secret -> ScriptedWecom.token("fetch-" + fetched.incrementAndGet(), 7200));
    RestClient client = service.service();

    AccessToken first = ask(client, credential);
    invalidate(client, credential, first.version());
    AccessToken second = ask(client, credential);
    invalidate(client, credential, first.version());
    AccessToken third = ask(client, credential);

    assertThat(second.version()).isGreaterThan(first.version());
    assertThat(second.value()).isEqualTo("fetch-2");
    assertThat(third).isEqualTo(second);
  }

  @Test
  void aRejectedSecretIsNotAskedAgainUntilAnotherIsPosted() {
    CredentialId credential = aCredential("wrong");
    RunningService.WECOM.answers(
        secret ->
            secret.equals("right")
                ? ScriptedWecom.token("good", 7200)
                : ScriptedWecom.error(40001));

    for (int n = 0; n < 5; n++) {
      RestClient client = n % 2 == 0 ? service.service() : replica.service();
      HttpClientErrorException refused =
          catchThrowableOfType(HttpClientErrorException.class, () -> ask(client, credential));
      assertThat(refused.getStatusCode().value()).isEqualTo(409);
      assertThat(refused.getResponseBodyAsString()).contains("wrong-state", "secret is wrong");
      assertThat(refused.getResponseBodyAsString()).doesNotContain("\"wrong\"");
    }
    assertThat(RunningService.WECOM.asked()).isEqualTo(1);
    post(credentialName(credential), "right");

    assertThat(ask(service.service(), credential).value()).isEqualTo("good");
  }

  @Test
  void aBusyWecomIsAskedThreeTimesAndThenLater() {
    CredentialId credential = aCredential("busy");
    RunningService.WECOM.answers(secret -> ScriptedWecom.error(-1));
    RestClient client = service.service();

    HttpServerErrorException unavailable =
        catchThrowableOfType(HttpServerErrorException.class, () -> ask(client, credential));

    assertThat(unavailable.getStatusCode().value()).isEqualTo(503);
    assertThat(RunningService.WECOM.asked()).isEqualTo(3);
  }

  @Test
  void aTokenNearItsEndIsRenewedBesideTheCallers() {
    CredentialId credential = aCredential("near-its-end");
    AtomicInteger fetched = new AtomicInteger();
    RunningService.WECOM.answers(
        secret ->
            fetched.incrementAndGet() == 1
                ? ScriptedWecom.token("old", 60)
                : ScriptedWecom.token("new", 7200));
    RestClient client = service.service();

    AccessToken old = ask(client, credential);

    assertThat(old.value()).isEqualTo("old");
    await()
        .atMost(Duration.ofSeconds(30))
        .until(() -> ask(client, credential).value().equals("new"));
    assertThat(ask(client, credential).version()).isGreaterThan(old.version());
  }

  @Test
  void neitherMysqlNorRedisHoldsASecretInPlainText() {
    CredentialId credential = aCredential("a-very-plain-secret");
    RunningService.WECOM.answers(secret -> ScriptedWecom.token("a-very-plain-token", 7200));
    ask(service.service(), credential);

    byte[] sealed =
        service
            .bean(JdbcClient.class)
            .sql("select sealed_secret from credential where id = :id")
            .param("id", credential.value())
            .query(byte[].class)
            .single();
    StringRedisTemplate redis = service.bean(StringRedisTemplate.class);
    Map<Object, Object> kept =
        redis.opsForHash().entries("qunfa:{1:wwTokens:" + credential + "}:token");

    assertThat(new String(sealed, StandardCharsets.ISO_8859_1)).doesNotContain("plain");
    assertThat(kept).isNotEmpty();
    assertThat(kept.toString()).doesNotContain("plain");
  }

  @Test
  void aSealedSecretThatWasMovedDoesNotOpen() {
    CredentialId mine = aCredential("mine");
    CredentialId other = aCredential("other");
    RunningService.WECOM.answers(secret -> ScriptedWecom.token("never", 7200));
    service
        .bean(JdbcClient.class)
        .sql(
            """
            update credential a join credential b on b.id = :other
            set a.sealed_secret = b.sealed_secret where a.id = :mine
            """)
        .param("other", other.value())
        .param("mine", mine.value())
        .update();
    RestClient client = service.service();

    HttpServerErrorException failed =
        catchThrowableOfType(HttpServerErrorException.class, () -> ask(client, mine));

    assertThat(failed.getStatusCode().value()).isEqualTo(500);
    assertThat(RunningService.WECOM.asked()).isZero();
  }

  private static CredentialId aCredential(String secret) {
    return post("name-" + NAMES.incrementAndGet(), secret);
  }

  private static CredentialId post(String name, String secret) {
    JsonNode stored =
        service
            .operator(1)
            .post()
            .uri("/api/v1/corps/wwTokens/credentials")
            .body(Map.of("name", name, "secret", secret))
            .retrieve()
            .body(JsonNode.class);
    assertThat(Objects.requireNonNull(stored).has("secret")).isFalse();
    return CredentialId.of(stored.get("credentialId").asText());
  }

  private static String credentialName(CredentialId id) {
    return service
        .bean(JdbcClient.class)
        .sql("select name from credential where id = :id")
        .param("id", id.value())
        .query(String.class)
        .single();
  }

  private static AccessToken ask(RestClient client, CredentialId credential) {
    return Objects.requireNonNull(
        client
            .post()
            .uri("/internal/v1/tokens")
            .body(new AccessToken.Ask(TENANT, credential))
            .retrieve()
            .body(AccessToken.class));
  }

  private static void invalidate(RestClient client, CredentialId credential, long version) {
    client
        .post()
        .uri("/internal/v1/tokens:invalidate")
        .body(new AccessToken.Invalidate(TENANT, credential, version))
        .retrieve()
        .toBodilessEntity();
  }

  private static <T> List<T> atOnce(int times, IntFunction<T> work) throws Exception {
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      List<Callable<T>> tasks =
          IntStream.range(0, times).<Callable<T>>mapToObj(n -> () -> work.apply(n)).toList();
      List<Future<T>> answers = threads.invokeAll(tasks);
      return answers.stream().map(Future::resultNow).toList();
    }
  }

  private static void pause(Duration pause) {
    try {
      assertThat(new CountDownLatch(1).await(pause.toMillis(), TimeUnit.MILLISECONDS)).isFalse();
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
    }
  }
}
