package io.qunfa.account;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.qunfa.ids.AccountId;
import io.qunfa.local.servers.LocalServers;
import io.qunfa.permit.ReservePermits.Decision;
import io.qunfa.permit.ReservePermits.Limit;
import io.qunfa.permit.SettlePermits.Verdict;
import java.time.Duration;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.springframework.data.redis.core.StringRedisTemplate;
import org.springframework.jdbc.core.simple.JdbcClient;

class PermitsTest {
  private static RunningService service;
  private static PermitFixture permits;

  @BeforeAll
  static void aLimiterOfFiveCallsInTenMinutes() {
    service =
        RunningService.start(
            Map.of(
                "qunfa.permits.slots-per-window", "5",
                "qunfa.permits.window", "10m",
                "qunfa.permits.loss.closed", "12m",
                "qunfa.permits.api.at-once", "50",
                "qunfa.permits.limits-known-for", "1ms"));
    permits = new PermitFixture(service, "wwPermits");
    permits.aCorp();
  }

  @AfterAll
  static void stop() {
    service.close();
  }

  @Test
  void theDailyQuotaIsGivenOutToTheLastRecipientAndNotFurther() {
    AccountId account = permits.anAccount("api", 10);

    Decision first = permits.ask(account, 6, true, "a");
    Decision whole = permits.ask(account, 6, true, "b");
    Decision part = permits.ask(account, 6, false, "c");
    Decision none = permits.ask(account, 1, false, "d");

    assertThat(first.granted()).isEqualTo(6);
    assertThat(first.decidedBy()).isEqualTo(Limit.NONE);
    assertThat(whole.granted()).isZero();
    assertThat(whole.decidedBy()).isEqualTo(Limit.DAILY_QUOTA);
    assertThat(part.granted()).isEqualTo(4);
    assertThat(none.granted()).isZero();
    assertThat(none.retryAfter()).isPositive().isLessThanOrEqualTo(Duration.ofDays(1));
    assertThat(permits.shown(account).get("usedToday").asLong()).isEqualTo(10);
  }

  @Test
  void theSameReferenceIsTheSamePermit() {
    AccountId account = permits.anAccount("api", 100);

    Decision first = permits.ask(account, 7, true, "job-1");
    Decision again = permits.ask(account, 7, true, "job-1");

    assertThat(again.permitId()).isEqualTo(first.permitId());
    assertThat(again.granted()).isEqualTo(first.granted());
    assertThat(again.life()).isPositive().isLessThanOrEqualTo(first.life());
    assertThat(permits.shown(account).get("usedToday").asLong()).isEqualTo(7);
  }

  @Test
  void theWindowCountsCallsOnApiAndMessagesElsewhere() {
    AccountId calls = permits.anAccount("api", 1_000_000);
    AccountId messages = permits.anAccount("ipad", 1_000_000);

    IntStream.range(0, 5)
        .forEach(n -> assertThat(permits.ask(calls, 10_000, true, "c" + n).granted()).isPositive());
    Decision sixthCall = permits.ask(calls, 1, true, "c5");
    Decision many = permits.ask(messages, 8, false, "m");

    assertThat(sixthCall.decidedBy()).isEqualTo(Limit.ACCOUNT_WINDOW);
    assertThat(sixthCall.retryAfter()).isBetween(Duration.ofMinutes(10), Duration.ofMinutes(12));
    assertThat(many.granted()).isEqualTo(5);
    assertThat(many.decidedBy()).isEqualTo(Limit.ACCOUNT_WINDOW);
  }

  @Test
  void anUnusedPermitGoesBackOnce() {
    AccountId account = permits.anAccount("api", 100);
    for (int n = 0; n < 12; n++) {
      Decision decision = permits.ask(account, 10, true, "round-" + n);
      assertThat(decision.granted()).isEqualTo(10);

      permits.settle(decision, Verdict.UNUSED, Duration.ZERO);
      permits.settle(decision, Verdict.UNUSED, Duration.ZERO);
    }

    assertThat(permits.shown(account).get("usedToday").asLong()).isZero();
  }

  @Test
  void aUsedPermitStaysCountedWhateverIsSaidAfterwards() {
    AccountId account = permits.anAccount("api", 100);
    Decision decision = permits.ask(account, 10, true, "used");

    permits.settle(decision, Verdict.USED, Duration.ZERO);
    permits.settle(decision, Verdict.UNUSED, Duration.ZERO);

    assertThat(permits.shown(account).get("usedToday").asLong()).isEqualTo(10);
  }

  @Test
  void aPushBackClosesTheAccountForItsTimeAndGivesTheQuotaBack() {
    AccountId account = permits.anAccount("api", 100);
    AccountId other = permits.anAccount("api", 100);
    Decision decision = permits.ask(account, 10, true, "pushed");

    permits.settle(decision, Verdict.PUSHED_BACK, Duration.ofSeconds(60));
    Decision next = permits.ask(account, 10, true, "next");

    assertThat(next.decidedBy()).isEqualTo(Limit.PUSHED_BACK);
    assertThat(next.retryAfter()).isBetween(Duration.ofSeconds(30), Duration.ofSeconds(60));
    assertThat(permits.shown(account).get("usedToday").asLong()).isZero();
    assertThat(permits.ask(other, 10, true, "other").granted()).isEqualTo(10);
  }

  @Test
  void anAccountThatIsSwitchedOffOrUnknownMayNotSend() {
    AccountId account = permits.anAccount("api", 100);
    service
        .bean(JdbcClient.class)
        .sql("update account set status = 'DISABLED' where id = :id")
        .param("id", account.value())
        .update();

    assertThat(permits.ask(account, 1, true, "off").decidedBy()).isEqualTo(Limit.ACCOUNT_STATE);
    assertThat(permits.ask(new AccountId(999_999_999), 1, true, "x").decidedBy())
        .isEqualTo(Limit.ACCOUNT_STATE);
  }

  @Test
  void whileRedisIsAwayOrAfterItLostItsCountsNothingIsPermitted() {
    PermitFixture lost = new PermitFixture(service, "wwLost");
    lost.aCorp();
    AccountId account = lost.anAccount("api", 100);
    assertThat(lost.ask(account, 1, true, "before").granted()).isEqualTo(1);

    LocalServers.shared().redis().kill();
    Decision away = lost.ask(account, 1, true, "away");
    LocalServers.shared().redis().start();
    await()
        .atMost(Duration.ofSeconds(30))
        .until(() -> lost.ask(account, 1, true, "back").granted() == 1);
    service.bean(StringRedisTemplate.class).delete("qunfa:{1:wwLost}:marker:");
    Decision emptied = lost.ask(account, 1, true, "emptied");

    assertThat(away.decidedBy()).isEqualTo(Limit.LIMITER_UNAVAILABLE);
    assertThat(away.retryAfter()).isPositive();
    assertThat(emptied.decidedBy()).isEqualTo(Limit.LIMITER_UNAVAILABLE);
    assertThat(emptied.retryAfter()).isBetween(Duration.ofMinutes(11), Duration.ofMinutes(12));
  }
}
