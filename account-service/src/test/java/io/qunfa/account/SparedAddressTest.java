package io.qunfa.account;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.awaitility.Awaitility.await;

import io.qunfa.fixture.MutableClock;
import io.qunfa.ids.CredentialId;
import io.qunfa.ids.TenantId;
import io.qunfa.local.servers.LocalServers;
import io.qunfa.token.AccessToken;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.data.redis.connection.RedisConnectionFactory;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.web.client.HttpServerErrorException;
import org.springframework.web.client.RestClient;

/** All credentials are asked from one address, which WeCom blocks. */
class SparedAddressTest {
  private static final String COMMON = "Y29tbW9uIGtleSBvZiBhIHRlc3QsIDMyIGJ5dGVzLi4=";
  private static final String ONE = "Zmlyc3Qga2V5IG9mIGEgdGVzdCwgMzIgYnl0ZXMgbG8=";
  private static final String OTHER = "b3RoZXIga2V5IG9mIGEgdGVzdCwgMzIgYnl0ZXMgbG8=";
  private static final int BUDGET = 10;
  private static final int HALF = 5;

  private static final MutableClock CLOCK = MutableClock.running();
  private static RunningService service;
  private static RunningService replica;
  private static TokenFixture tokens;

  @BeforeAll
  static void twoReplicasOfAnInstallationOfTheirOwn() {
    service = start(COMMON);
    replica = start(COMMON);
    tokens = TokenFixture.of(service, "wwSpared");
  }

  @AfterAll
  static void stop() {
    service.close();
    replica.close();
  }

  @BeforeEach
  void nothingWasRefusedLately() {
    CLOCK.advance(Duration.ofHours(3));
    RunningService.WECOM.answers(
        secret ->
            secret.startsWith("right")
                ? ScriptedWecom.token("of-" + secret, 7200)
                : ScriptedWecom.error(secret.startsWith("often") ? 45009 : 40001));
  }

  @Test
  void aHundredWrongSecretsAreAskedForNoMoreOftenThanTheBudgetOfAllAllows()
      throws InterruptedException {
    List<CredentialId> wrong = many("wrong", 100);
    CredentialId right = tokens.aCredential("right-beside-wrong");
    CredentialId proven = tokens.aCredential("right-and-proven");
    tokens.ask(proven);
    RunningService.WECOM.forget();
    RestClient here = service.service();
    RestClient there = replica.service();

    TokenFixture.atOnce(100, n -> statusOf(n % 2 == 0 ? here : there, wrong.get(n)));
    service.bean(RedisConnectionFactory.class).getConnection().serverCommands().flushDb();
    TokenFixture.atOnce(100, n -> statusOf(n % 2 == 0 ? there : here, wrong.get(n)));
    int asked = RunningService.WECOM.asked();
    HttpServerErrorException held = refused(here, right);
    String renewed = tokens.ask(proven).value();
    await().atMost(Duration.ofSeconds(30)).until(() -> metric("token_askings_refused") == HALF);
    CLOCK.advance(Duration.ofMinutes(62));

    assertThat(asked).isEqualTo(HALF);
    assertThat(renewed).isEqualTo("of-right-and-proven");
    assertThat(held.getStatusCode().value()).isEqualTo(503);
    assertThat(held.getResponseBodyAsString())
        .contains("WeCom refused 5 askings", "qunfa.tokens.refused-per-hour");
    assertThat(tokens.ask(right).value()).isEqualTo("of-right-beside-wrong");
  }

  @Test
  void secretsThatWereRightOnceUseTheWholeBudgetAndNoMore() throws InterruptedException {
    List<CredentialId> reset = many("right-until-reset", 3 * BUDGET);
    reset.forEach(tokens::ask);
    service.bean(RedisConnectionFactory.class).getConnection().serverCommands().flushDb();
    RunningService.WECOM.answers(secret -> ScriptedWecom.error(40001));
    RestClient here = service.service();
    RestClient there = replica.service();

    TokenFixture.atOnce(reset.size(), n -> statusOf(n % 2 == 0 ? here : there, reset.get(n)));

    assertThat(RunningService.WECOM.asked()).isEqualTo(BUDGET);
  }

  @Test
  void whatWecomGivesATokenForUsesNothingOfTheBudget() throws InterruptedException {
    List<CredentialId> right = many("right", 3 * BUDGET);

    for (CredentialId each : right) {
      assertThat(tokens.ask(each).value()).startsWith("of-right");
    }

    assertThat(refusedAskings()).isZero();
  }

  @Test
  void aWecomThatDoesNotAnswerUsesNothingOfTheBudget() {
    RunningService.WECOM.answers(500, secret -> "down");

    for (CredentialId each : many("right-but-silent", 2 * BUDGET)) {
      assertThat(statusOf(service.service(), each)).isEqualTo(503);
    }

    assertThat(RunningService.WECOM.asked()).isEqualTo(2 * BUDGET);
    assertThat(refusedAskings()).isZero();
  }

  @Test
  void afterTooOftenNobodyAsksForAnHourWhateverTheCredentialAndWhateverRedisForgets() {
    CredentialId often = tokens.aCredential("often");
    CredentialId right = tokens.aCredential("right-beside-often");
    CredentialId known = tokens.aCredential("right-and-known");
    AccessToken kept = tokens.ask(known);

    HttpServerErrorException first = refused(service.service(), often);
    assertThat(tokens.ask(known)).isEqualTo(kept);
    service.bean(RedisConnectionFactory.class).getConnection().serverCommands().flushDb();
    int asked = RunningService.WECOM.asked();
    CLOCK.advance(Duration.ofMinutes(58));
    HttpServerErrorException held = refused(replica.service(), right);
    await().atMost(Duration.ofSeconds(30)).until(() -> metric("token_askings_blocked") == 1);
    int askedThen = RunningService.WECOM.asked();
    CLOCK.advance(Duration.ofMinutes(3));

    assertThat(first.getResponseBodyAsString()).contains("45009");
    assertThat(held.getResponseBodyAsString())
        .contains("this installation asks for tokens too often (WeCom answered 45009");
    assertThat(askedThen).isEqualTo(asked);
    assertThat(tokens.ask(right).value()).isEqualTo("of-right-beside-often");
    await().atMost(Duration.ofSeconds(30)).until(() -> metric("token_askings_blocked") == 0);
  }

  @Test
  void replicasThatCannotOpenEachOthersTokensDoNotAskInTurnsForEver() {
    CredentialId credential = tokens.aCredential("right-for-both");
    AtomicInteger fetched = new AtomicInteger();
    RunningService.WECOM.answers(
        secret -> ScriptedWecom.token("fetch-" + fetched.incrementAndGet(), 7200));
    try (RunningService one = start(ONE + "," + COMMON);
        RunningService other = start(OTHER + "," + COMMON)) {
      sealAnew(credential);
      RestClient here = one.service();
      RestClient there = other.service();

      for (int n = 0; n < 10; n++) {
        statusOf(here, credential);
        statusOf(there, credential);
      }
      HttpServerErrorException held = refused(there, credential);

      assertThat(fetched).hasValue(3);
      assertThat(held.getResponseBodyAsString())
          .contains("credential " + credential, "QUNFA_CREDENTIAL_KEY of all replicas");
      sealAnew(credential);
      assertThat(TokenFixture.ask(there, credential).value()).isEqualTo("fetch-4");
    }
  }

  /** The secret, with the key that all have. */
  private static void sealAnew(CredentialId credential) {
    String name = tokens.name(credential);
    tokens.post(name, name + "-for-the-moment");
    tokens.post(name, name);
  }

  private static List<CredentialId> many(String secret, int count) {
    return IntStream.range(0, count).mapToObj(n -> tokens.aCredential(secret + "-" + n)).toList();
  }

  private static HttpServerErrorException refused(RestClient client, CredentialId credential) {
    return catchThrowableOfType(
        HttpServerErrorException.class, () -> TokenFixture.ask(client, credential));
  }

  /** 200 if there is a token. */
  private static int statusOf(RestClient client, CredentialId credential) {
    return client
        .post()
        .uri("/internal/v1/tokens")
        .body(new AccessToken.Ask(new TenantId(1), credential))
        .exchange((request, answer) -> answer.getStatusCode().value());
  }

  private static long refusedAskings() {
    return service
        .bean(JdbcClient.class)
        .sql("select coalesce(sum(askings), 0) from gettoken_refusal where minute > :from")
        .param("from", Duration.ofMillis(CLOCK.millis()).toMinutes() - 60)
        .query(Long.class)
        .single();
  }

  private static double metric(String name) {
    return replica
        .metrics()
        .lines()
        .filter(line -> line.startsWith(name + "{") || line.startsWith(name + " "))
        .mapToDouble(line -> Double.parseDouble(line.substring(line.lastIndexOf(' ') + 1)))
        .sum();
  }

  private static RunningService start(String keys) {
    Map<String, String> settings = new HashMap<>();
    settings.put("spring.datasource.url", LocalServers.shared().mysql().jdbcUrl("qunfa_spared"));
    settings.put("spring.data.redis.database", "2");
    settings.put("qunfa.credentials.key", keys);
    settings.put("qunfa.credentials.reseal-every", "1h");
    settings.put("qunfa.tokens.refused-per-hour", Integer.toString(BUDGET));
    settings.put("qunfa.tokens.watch-every", "100ms");
    return RunningService.start(settings, CLOCK);
  }
}
