package io.qunfa.account;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.qunfa.fixture.MutableClock;
import io.qunfa.ids.CredentialId;
import io.qunfa.ids.TenantId;
import io.qunfa.local.servers.LocalServers;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.data.redis.connection.RedisConnectionFactory;
import org.springframework.web.client.HttpServerErrorException;

/**
 * Several tenants share the address that WeCom blocks. Twenty askings an hour may be refused, ten
 * of them of secrets that were never granted a token.
 */
class SharedAddressTest {
  private static final MutableClock CLOCK = MutableClock.running();
  private static RunningService service;
  private static TokenFixture one;
  private static TokenFixture another;
  private static TokenFixture third;

  @BeforeAll
  static void anInstallationOfThreeTenants() {
    service =
        RunningService.start(
            Map.of(
                "spring.datasource.url", LocalServers.shared().mysql().jdbcUrl("qunfa_shared"),
                "spring.data.redis.database", "3",
                "qunfa.tokens.refused-per-hour", "20"),
            CLOCK);
    one = TokenFixture.of(service, new TenantId(1), "wwOne");
    another = TokenFixture.of(service, new TenantId(2), "wwAnother");
    third = TokenFixture.of(service, new TenantId(3), "wwThird");
    List.of(one, another, third).forEach(tenant -> tenant.aCredential("right"));
  }

  @AfterAll
  static void stop() {
    service.close();
  }

  @BeforeEach
  void nothingWasRefusedLately() {
    CLOCK.advance(Duration.ofHours(3));
    rightIsRight();
  }

  @Test
  void wrongSecretsOfATenantLeaveHalfOfTheBudgetToTheOthers() throws InterruptedException {
    int ofOne = refusedAskings(one, 30);
    String right = another.ask(another.aCredential("right-of-another")).value();
    int ofAnother = refusedAskings(another, 30);
    int ofThird = refusedAskings(third, 30);

    assertThat(ofOne).isEqualTo(5);
    assertThat(right).isEqualTo("of-right-of-another");
    assertThat(ofAnother).isEqualTo(3);
    assertThat(ofThird).isEqualTo(1);
  }

  @Test
  void whoUsedHisShareIsToldSo() throws InterruptedException {
    refusedAskings(one, 5);

    HttpServerErrorException held =
        catchThrowableOfType(
            HttpServerErrorException.class, () -> one.ask(one.aCredential("right-but-late")));

    assertThat(held.getStatusCode().value()).isEqualTo(503);
    assertThat(held.getResponseBodyAsString())
        .contains("WeCom refused 5 askings for tokens of this tenant");
  }

  @Test
  void secretsOfATenantThatWereRightOnceLeaveRoomForNewOnesOfOthers() throws InterruptedException {
    List<CredentialId> reset = many(one, "right-until-reset", 30);
    reset.forEach(one::ask);
    service.bean(RedisConnectionFactory.class).getConnection().serverCommands().flushDb();
    RunningService.WECOM.answers(secret -> ScriptedWecom.error(40001));

    askedAtOnce(one, reset);
    int refused = RunningService.WECOM.asked();
    rightIsRight();
    String right = another.ask(another.aCredential("right-and-new")).value();

    assertThat(refused).isEqualTo(10);
    assertThat(right).isEqualTo("of-right-and-new");
  }

  @Test
  void allTenantsTogetherStayWithinTheBudget() throws InterruptedException {
    int all = 0;
    for (int tenant = 1; tenant <= 12; tenant++) {
      all += refusedAskings(TokenFixture.of(service, new TenantId(100 + tenant), "wwMany"), 10);
    }

    assertThat(all).isEqualTo(10);
  }

  /** How many of so many wrong secrets WeCom was asked about. */
  private static int refusedAskings(TokenFixture tenant, int secrets) throws InterruptedException {
    RunningService.WECOM.forget();
    askedAtOnce(tenant, many(tenant, "wrong", secrets));
    return RunningService.WECOM.asked();
  }

  private static void askedAtOnce(TokenFixture tenant, List<CredentialId> credentials)
      throws InterruptedException {
    TokenFixture.atOnce(
        credentials.size(),
        n -> catchThrowableOfType(RuntimeException.class, () -> tenant.ask(credentials.get(n))));
  }

  private static List<CredentialId> many(TokenFixture tenant, String secret, int count) {
    return IntStream.range(0, count).mapToObj(n -> tenant.aCredential(secret + "-" + n)).toList();
  }

  private static void rightIsRight() {
    RunningService.WECOM.answers(
        secret ->
            secret.startsWith("right")
                ? ScriptedWecom.token("of-" + secret, 7200)
                : ScriptedWecom.error(40001));
  }
}
