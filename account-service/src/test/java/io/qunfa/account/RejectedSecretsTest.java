package io.qunfa.account;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import io.qunfa.fixture.MutableClock;
import io.qunfa.ids.CredentialId;
import io.qunfa.token.AccessToken;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.data.redis.connection.RedisConnectionFactory;
import org.springframework.web.client.HttpClientErrorException;
import org.springframework.web.client.RestClient;

@ExtendWith(OutputCaptureExtension.class)
class RejectedSecretsTest {
  private static final Duration LONG = Duration.ofMinutes(31);
  private static final Map<String, String> SETTINGS =
      Map.of("qunfa.credentials.watch-every", "100ms");

  private static final MutableClock CLOCK = MutableClock.running();
  private static RunningService service;
  private static RunningService replica;
  private static TokenFixture tokens;

  @BeforeAll
  static void twoReplicas() {
    service = RunningService.start(SETTINGS, CLOCK);
    replica = RunningService.start(SETTINGS, CLOCK);
    tokens = TokenFixture.of(service, "wwRejected");
  }

  @AfterAll
  static void stop() {
    service.close();
    replica.close();
  }

  @BeforeEach
  void onlyRightIsRight() {
    RunningService.WECOM.answers(
        secret ->
            secret.equals("right")
                ? ScriptedWecom.token("good", 7200)
                : ScriptedWecom.error(secret.startsWith("untrusted") ? 60020 : 40001));
  }

  @Test
  void aWrongSecretIsTriedAFewTimesWithPausesAndThenNotAgain() throws InterruptedException {
    CredentialId credential = tokens.aCredential("wrong");

    for (int tries = 1; tries <= 3; tries++) {
      assertThat(refusals(credential, 20)).allMatch(body -> body.contains("secret is wrong"));
      assertThat(RunningService.WECOM.asked()).isEqualTo(tries);
      CLOCK.advance(LONG);
    }
    CLOCK.advance(Duration.ofDays(30));

    assertThat(refusals(credential, 200))
        .allMatch(body -> body.contains("not tried again before that"));
    assertThat(RunningService.WECOM.asked()).isEqualTo(3);
  }

  @Test
  void anEmptiedRedisDoesNotStartTheTriesAnew() throws InterruptedException {
    CredentialId credential = tokens.aCredential("wrong-still");
    refusals(credential, 1);

    service.bean(RedisConnectionFactory.class).getConnection().serverCommands().flushDb();

    refusals(credential, 5);
    assertThat(RunningService.WECOM.asked()).isEqualTo(1);
  }

  @Test
  void operatorsSeeItInRestInTheMetricsAndInTheLog(CapturedOutput output)
      throws InterruptedException {
    CredentialId credential = tokens.aCredential("wrong-and-seen");
    double stoppedBefore = metric("credential_stopped");
    assertThat(tokens.shown(credential).get("state").asText()).isEqualTo("usable");

    refusals(credential, 1);
    JsonNode rejected = tokens.shown(credential);
    CLOCK.advance(LONG);
    refusals(credential, 1);
    CLOCK.advance(LONG);
    refusals(credential, 1);
    JsonNode stopped = tokens.shown(credential);

    assertThat(rejected.get("state").asText()).isEqualTo("rejected");
    assertThat(rejected.at("/rejection/code").asInt()).isEqualTo(40001);
    assertThat(rejected.at("/rejection/tries").asInt()).isEqualTo(1);
    assertThat(Instant.parse(rejected.at("/rejection/nextTryAt").asText()))
        .isAfter(Instant.parse(rejected.at("/rejection/at").asText()));
    assertThat(stopped.get("state").asText()).isEqualTo("stopped");
    assertThat(stopped.at("/rejection/tries").asInt()).isEqualTo(3);
    assertThat(stopped.at("/rejection/nextTryAt").isNull()).isTrue();
    await()
        .atMost(Duration.ofSeconds(30))
        .untilAsserted(() -> assertThat(metric("credential_stopped")).isEqualTo(stoppedBefore + 1));
    assertThat(output.getOut())
        .contains("ALARM: WeCom gives no token for credential " + credential);
  }

  @Test
  void aNewSecretIsTriedAtOnceAlsoAfterTheOldOneWasStopped() throws InterruptedException {
    CredentialId credential = tokens.aCredential("wrong-at-first");
    triedUntilStopped(credential);

    tokens.post(tokens.name(credential), "right");

    assertThat(tokens.shown(credential).get("state").asText()).isEqualTo("usable");
    assertThat(TokenFixture.ask(replica.service(), credential).value()).isEqualTo("good");
  }

  @Test
  void theSameWrongSecretAgainDoesNotStartTheTriesAnew() throws InterruptedException {
    CredentialId credential = tokens.aCredential("wrong-again");
    triedUntilStopped(credential);

    tokens.post(tokens.name(credential), "wrong-again");

    assertThat(tokens.shown(credential).get("state").asText()).isEqualTo("stopped");
    assertThat(refusals(credential, 5)).allMatch(body -> body.contains("changes nothing"));
    assertThat(RunningService.WECOM.asked()).isEqualTo(3);
  }

  @Test
  void aPersonMayHaveAStoppedSecretTriedOnceMore() throws InterruptedException {
    CredentialId credential = tokens.aCredential("wrong-for-now");
    triedUntilStopped(credential);

    tokens.tryAgain(credential);
    refusals(credential, 5);
    int asked = RunningService.WECOM.asked();
    RunningService.WECOM.answers(secret -> ScriptedWecom.token("put-right", 7200));
    tokens.tryAgain(credential);

    assertThat(asked).isEqualTo(4);
    assertThat(tokens.ask(credential).value()).isEqualTo("put-right");
    assertThat(tokens.shown(credential).get("state").asText()).isEqualTo("usable");
  }

  @Test
  void anAddressThatIsNotTrustedIsAskedAgainUntilWecomTrustsIt() throws InterruptedException {
    CredentialId credential = tokens.aCredential("untrusted");
    for (int tries = 1; tries <= 6; tries++) {
      refusals(credential, 5);
      assertThat(RunningService.WECOM.asked()).isEqualTo(tries);
      CLOCK.advance(LONG);
    }

    RunningService.WECOM.answers(secret -> ScriptedWecom.token("trusted", 7200));

    AccessToken token = tokens.ask(credential);
    assertThat(token.value()).isEqualTo("trusted");
    assertThat(tokens.shown(credential).get("state").asText()).isEqualTo("usable");
  }

  private static void triedUntilStopped(CredentialId credential) throws InterruptedException {
    for (int tries = 1; tries <= 3; tries++) {
      refusals(credential, 1);
      CLOCK.advance(LONG);
    }
  }

  /** Problem bodies, asked for at both replicas at once. */
  private static List<String> refusals(CredentialId credential, int callers)
      throws InterruptedException {
    RestClient here = service.service();
    RestClient there = replica.service();
    return TokenFixture.atOnce(
        callers,
        n -> {
          HttpClientErrorException refused =
              catchThrowableOfType(
                  HttpClientErrorException.class,
                  () -> TokenFixture.ask(n % 2 == 0 ? here : there, credential));
          assertThat(refused.getStatusCode().value()).isEqualTo(409);
          return refused.getResponseBodyAsString();
        });
  }

  private static double metric(String name) {
    return service
        .metrics()
        .lines()
        .filter(line -> line.startsWith(name + "{") || line.startsWith(name + " "))
        .mapToDouble(line -> Double.parseDouble(line.substring(line.lastIndexOf(' ') + 1)))
        .sum();
  }
}
