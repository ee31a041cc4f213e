package io.qunfa.account;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.awaitility.Awaitility.await;

import io.qunfa.ids.CredentialId;
import io.qunfa.token.AccessToken;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.springframework.data.redis.core.StringRedisTemplate;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.web.client.HttpClientErrorException;
import org.springframework.web.client.HttpServerErrorException;
import org.springframework.web.client.RestClient;

class TokensTest {
  private static final int CALLERS = 200;

  private static RunningService service;
  private static RunningService replica;
  private static TokenFixture tokens;

  @BeforeAll
  static void twoReplicas() {
    service = RunningService.start(Map.of("qunfa.tokens.take-back-spacing", "10m"));
    replica = RunningService.start(Map.of("qunfa.tokens.take-back-spacing", "10m"));
    tokens = TokenFixture.of(service, "wwTokens");
  }

  @AfterAll
  static void stop() {
    service.close();
    replica.close();
  }

  @Test
  void howeverManyAskWecomIsAskedOnce() throws InterruptedException {
    CredentialId credential = tokens.aCredential("one-for-all");
    RunningService.WECOM.answers(
        secret -> {
          pause(Duration.ofMillis(300));
          return ScriptedWecom.token("token-of-" + secret, 7200);
        });

    List<AccessToken> answers = askedAtOnce(credential);

    assertThat(RunningService.WECOM.asked()).isEqualTo(1);
    assertThat(answers).extracting(AccessToken::value).containsOnly("token-of-one-for-all");
    assertThat(Set.copyOf(answers.stream().map(AccessToken::version).toList())).hasSize(1);
  }

  @Test
  void whenATokenIsRefusedToManyItIsTakenBackOnceAndTheNewOneIsNotThrownAway()
      throws InterruptedException {
    CredentialId credential = tokens.aCredential("refused-to-many");
    AtomicInteger fetched = new AtomicInteger();
    RunningService.WECOM.answers(
        secret -> ScriptedWecom.token("fetch-" + fetched.incrementAndGet(), 7200));
    AccessToken refused = tokens.ask(credential);
    RestClient here = service.service();
    RestClient there = replica.service();

    List<AccessToken> answers =
        TokenFixture.atOnce(
            CALLERS,
            n -> {
              RestClient client = n % 2 == 0 ? here : there;
              TokenFixture.invalidate(client, credential, refused.version());
              return TokenFixture.ask(client, credential);
            });

    assertThat(answers).extracting(AccessToken::value).containsOnly("fetch-2");
    assertThat(answers).allMatch(token -> token.version() > refused.version());
    assertThat(fetched).hasValue(2);
  }

  @Test
  void howeverManyAskASilentWecomItIsAskedOnce() throws InterruptedException {
    CredentialId credential = tokens.aCredential("silent");
    RunningService.WECOM.answers(
        secret -> {
          pause(Duration.ofMillis(300));
          return "garbage";
        });
    RestClient here = service.service();
    RestClient there = replica.service();

    List<Integer> statuses =
        TokenFixture.atOnce(CALLERS, n -> refusalOf(n % 2 == 0 ? here : there, credential));

    assertThat(statuses).containsOnly(503);
    assertThat(RunningService.WECOM.asked()).isEqualTo(1);
    RunningService.WECOM.answers(secret -> ScriptedWecom.token("spoken", 7200));
    await()
        .atMost(Duration.ofSeconds(30))
        .ignoreExceptions()
        .until(() -> tokens.ask(credential).value().equals("spoken"));
  }

  @Test
  void theSecretThatACredentialHasAlreadyChangesNothing() {
    CredentialId credential = tokens.aCredential("posted-twice");
    AtomicInteger fetched = new AtomicInteger();
    RunningService.WECOM.answers(
        secret -> ScriptedWecom.token("fetch-" + fetched.incrementAndGet(), 7200));
    AccessToken before = tokens.ask(credential);

    CredentialId again = tokens.post(tokens.name(credential), "posted-twice");

    assertThat(again).isEqualTo(credential);
    assertThat(tokens.ask(credential)).isEqualTo(before);
    assertThat(fetched).hasValue(1);
  }

  @Test
  void aTokenIsTakenBackByItsVersionOnly() {
    CredentialId credential = tokens.aCredential("taken-back");
    AtomicInteger fetched = new AtomicInteger();
    RunningService.WECOM.answers(
        secret -> ScriptedWecom.token("fetch-" + fetched.incrementAndGet(), 7200));
    RestClient client = service.service();

    AccessToken first = tokens.ask(credential);
    TokenFixture.invalidate(client, credential, first.version());
    AccessToken second = tokens.ask(credential);
    TokenFixture.invalidate(client, credential, first.version());
    AccessToken third = tokens.ask(credential);

    assertThat(second.version()).isGreaterThan(first.version());
    assertThat(second.value()).isEqualTo("fetch-2");
    assertThat(third).isEqualTo(second);
  }

  @Test
  void aWecomThatRefusesWhateverItGivesOutIsNotAskedWithEveryCall() {
    CredentialId credential = tokens.aCredential("always-refused");
    AtomicInteger fetched = new AtomicInteger();
    RunningService.WECOM.answers(
        secret -> ScriptedWecom.token("fetch-" + fetched.incrementAndGet(), 7200));
    RestClient client = service.service();

    for (int call = 0; call < 10; call++) {
      TokenFixture.invalidate(client, credential, tokens.ask(credential).version());
    }

    assertThat(tokens.ask(credential).value()).isEqualTo("fetch-2");
    assertThat(fetched).hasValue(2);
  }

  @Test
  void aBusyWecomIsAskedThreeTimesAndThenLater() {
    CredentialId credential = tokens.aCredential("busy");
    RunningService.WECOM.answers(secret -> ScriptedWecom.error(-1));

    assertThat(refusalOf(service.service(), credential)).isEqualTo(503);
    assertThat(RunningService.WECOM.asked()).isEqualTo(3);
    assertThat(refusalOf(replica.service(), credential)).isEqualTo(503);
    assertThat(RunningService.WECOM.asked()).isEqualTo(3);
  }

  @Test
  void aTokenNearItsEndIsRenewedBesideTheCallers() {
    CredentialId credential = tokens.aCredential("near-its-end");
    AtomicInteger fetched = new AtomicInteger();
    RunningService.WECOM.answers(
        secret ->
            fetched.incrementAndGet() == 1
                ? ScriptedWecom.token("old", 60)
                : ScriptedWecom.token("new", 7200));

    AccessToken old = tokens.ask(credential);

    assertThat(old.value()).isEqualTo("old");
    await()
        .atMost(Duration.ofSeconds(30))
        .until(() -> tokens.ask(credential).value().equals("new"));
    assertThat(tokens.ask(credential).version()).isGreaterThan(old.version());
    assertThat(fetched).hasValue(2);
  }

  @Test
  void neitherMysqlNorRedisHoldsASecretInPlainText() {
    CredentialId credential = tokens.aCredential("a-very-plain-secret");
    RunningService.WECOM.answers(secret -> ScriptedWecom.token("a-very-plain-token", 7200));
    tokens.ask(credential);

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
  void aSealedTokenThatWasMovedToAnotherCredentialIsNotGivenOut() {
    CredentialId mine = tokens.aCredential("token-mine");
    CredentialId other = tokens.aCredential("token-other");
    RunningService.WECOM.answers(secret -> ScriptedWecom.token("of-" + secret, 7200));
    tokens.ask(mine);
    tokens.ask(other);
    StringRedisTemplate redis = service.bean(StringRedisTemplate.class);
    redis
        .opsForHash()
        .putAll(
            "qunfa:{1:wwTokens:" + mine + "}:token",
            redis.opsForHash().entries("qunfa:{1:wwTokens:" + other + "}:token"));

    assertThat(tokens.ask(mine).value()).isEqualTo("of-token-mine");
  }

  @Test
  void aSealedSecretThatWasMovedDoesNotOpen() {
    CredentialId mine = tokens.aCredential("mine");
    CredentialId other = tokens.aCredential("other");
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

    HttpClientErrorException refused =
        catchThrowableOfType(HttpClientErrorException.class, () -> tokens.ask(mine));
    assertThat(refused.getStatusCode().value()).isEqualTo(409);
    assertThat(refused.getResponseBodyAsString())
        .contains("secret of credential " + mine, "does not open", "QUNFA_CREDENTIAL_KEY")
        .contains("/api/v1/corps/wwTokens/credentials");
    assertThat(RunningService.WECOM.asked()).isZero();
  }

  private static List<AccessToken> askedAtOnce(CredentialId credential)
      throws InterruptedException {
    RestClient here = service.service();
    RestClient there = replica.service();
    return TokenFixture.atOnce(
        CALLERS, n -> TokenFixture.ask(n % 2 == 0 ? here : there, credential));
  }

  private static int refusalOf(RestClient client, CredentialId credential) {
    return catchThrowableOfType(
            HttpServerErrorException.class, () -> TokenFixture.ask(client, credential))
        .getStatusCode()
        .value();
  }

  private static void pause(Duration pause) {
    try {
      assertThat(new CountDownLatch(1).await(pause.toMillis(), TimeUnit.MILLISECONDS)).isFalse();
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
    }
  }
}
