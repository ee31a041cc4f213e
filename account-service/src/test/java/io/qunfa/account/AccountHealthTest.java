package io.qunfa.account;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import io.qunfa.ids.AccountId;
import io.qunfa.permit.PushBack;
import io.qunfa.permit.ReservePermits.Decision;
import io.qunfa.permit.ReservePermits.Limit;
import io.qunfa.permit.SettlePermits.Outcome;
import io.qunfa.permit.SettlePermits.Verdict;
import java.time.Duration;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

/** Cool-down, health and warm-up. */
@ExtendWith(OutputCaptureExtension.class)
class AccountHealthTest extends AccountPool {
  @Test
  void aPushBackLetsTheAccountRestAndItGoesOnByItself() {
    AccountId account = permits.anAccount("api", 100);
    Decision permit = permits.ask(account, 1, true, "pushed");

    permits.settle(permit, Verdict.PUSHED_BACK, Duration.ofSeconds(2));

    JsonNode resting = permits.shown(account);
    assertThat(resting.get("status").asText()).isEqualTo("cooling_down");
    assertThat(resting.get("statusUntil").asText()).isNotEmpty();
    assertThat(permits.ask(account, 1, true, "resting").decidedBy()).isEqualTo(Limit.PUSHED_BACK);
    JsonNode gate = gate(account);
    assertThat(gate.get("open").asBoolean()).isFalse();
    assertThat(Duration.parse(gate.get("retryAfter").asText()))
        .isPositive()
        .isLessThanOrEqualTo(Duration.ofSeconds(2));
    await()
        .atMost(Duration.ofSeconds(20))
        .until(() -> permits.shown(account).get("status").asText().equals("active"));
    assertThat(gate(account).get("open").asBoolean()).isTrue();
    JsonNode history = get("/api/v1/accounts/" + account + "/history").get("items");
    assertThat(history.findValuesAsText("cause")).containsExactly("time", "push_back", "person");
  }

  @Test
  void anotherPushBackMakesTheRestLongerAndNeverShorter() {
    AccountId account = permits.anAccount("api", 100);
    Decision first = permits.ask(account, 1, true, "first");
    Decision second = permits.ask(account, 1, true, "second");
    Decision third = permits.ask(account, 1, true, "third");

    permits.settle(first, Verdict.PUSHED_BACK, Duration.ofMinutes(5));
    String five = permits.shown(account).get("statusUntil").asText();
    permits.settle(second, Verdict.PUSHED_BACK, Duration.ofMinutes(1));
    String stillFive = permits.shown(account).get("statusUntil").asText();
    permits.settle(third, Verdict.PUSHED_BACK, Duration.ofMinutes(60));
    String sixty = permits.shown(account).get("statusUntil").asText();

    assertThat(stillFive).isEqualTo(five);
    assertThat(sixty).isGreaterThan(five);
  }

  @Test
  void aPausedAccountStaysPausedWhateverTheChannelSays() {
    AccountId account = permits.anAccount("api", 100);
    Decision permit = permits.ask(account, 1, true, "late");
    order(account, "pause", "");

    permits.settle(permit, Verdict.PUSHED_BACK, Duration.ofMillis(50));

    await()
        .during(Duration.ofMillis(500))
        .until(() -> permits.shown(account).get("status").asText().equals("paused"));
  }

  @Test
  void healthFallsWithBadCallsAndRisesWithGoodOnes() {
    AccountId account = permits.anAccount("api", 100_000);

    double before = health(account);
    for (int n = 0; n < 4; n++) {
      permits.settle(permits.ask(account, 1, true, "bad" + n), Verdict.PUSHED_BACK, Duration.ZERO);
    }
    double pushedBack = health(account);
    Decision settledTwice = permits.ask(account, 1, true, "once");
    permits.settle(settledTwice, Outcome.UNKNOWN);
    permits.settle(settledTwice, Outcome.UNKNOWN);
    double unknown = health(account);
    for (int n = 0; n < 20; n++) {
      permits.settle(permits.ask(account, 1, true, "good" + n), Outcome.ACCEPTED);
    }

    assertThat(before).isEqualTo(1.0);
    // (0 + 4) / (4 + 4)
    assertThat(pushedBack).isCloseTo(0.5, within(0.01));
    // (0.5 + 4) / (5 + 4)
    assertThat(unknown).isCloseTo(0.5, within(0.01));
    // (20.5 + 4) / (25 + 4)
    assertThat(health(account)).isCloseTo(0.845, within(0.01));
  }

  @Test
  void whatTheCorpIsToBlameForLeavesItsAccountsInHealthAndAtWork() {
    AccountId account = permits.anAccount("api", 100_000);

    for (PushBack cause : List.of(PushBack.RATE, PushBack.CONCURRENCY, PushBack.CORP)) {
      Decision permit = permits.ask(account, 1, true, cause.name());
      permits.settle(permit, Verdict.PUSHED_BACK, Duration.ofMillis(1), cause);
    }

    assertThat(health(account)).isEqualTo(1.0);
    assertThat(permits.shown(account).get("status").asText()).isEqualTo("active");
    assertThat(gate(account).get("open").asBoolean()).isTrue();
  }

  @Test
  void healthForgets() {
    AccountId account = permits.anAccount("api", 100_000);
    for (int n = 0; n < 4; n++) {
      permits.settle(permits.ask(account, 1, true, "bad" + n), Verdict.PUSHED_BACK, Duration.ZERO);
    }

    changeRow(account, "health_at = health_at - interval 1 day");

    // Half of what was seen: (0 + 4) / (2 + 4)
    assertThat(health(account)).isCloseTo(0.667, within(0.01));
  }

  @Test
  void aWarmUpPlanGivesAGrowingPartOfTheQuotaUntilItIsOver() {
    AccountId account = aWarmingAccount(CORP);

    JsonNode begins = permits.shown(account);
    Decision first = permits.ask(account, 6, false, "first");
    changeRow(account, "warm_up_from = warm_up_from - interval 2 day");
    int third = permits.shown(account).get("quotaToday").asInt();
    changeRow(
        account,
        "warm_up_from = warm_up_from - interval 2 day, warm_up_ends_at = now(3),"
            + " status_until = now(3)");

    assertThat(begins.get("status").asText()).isEqualTo("warming_up");
    assertThat(begins.get("dailyQuota").asInt()).isEqualTo(100);
    assertThat(begins.get("quotaToday").asInt()).isEqualTo(5);
    assertThat(begins.get("warmUp")).hasSize(2);
    assertThat(first.granted()).isEqualTo(5);
    assertThat(first.decidedBy()).isEqualTo(Limit.DAILY_QUOTA);
    assertThat(third).isEqualTo(20);
    await()
        .atMost(Duration.ofSeconds(20))
        .until(() -> permits.shown(account).get("status").asText().equals("active"));
    assertThat(permits.shown(account).get("quotaToday").asInt()).isEqualTo(100);
    await()
        .atMost(Duration.ofSeconds(20))
        .until(() -> permits.ask(account, 95, true, "warm").granted() == 95);
  }

  @Test
  void warmUpDaysTurnInTheCorpsZone() {
    aCorp("wwFarEast", "Pacific/Kiritimati");
    aCorp("wwFarWest", "Pacific/Midway");
    AccountId east = aWarmingAccount("wwFarEast");
    AccountId west = aWarmingAccount("wwFarWest");
    LocalDate twoDaysAgoInTheEast = LocalDate.now(ZoneId.of("Pacific/Kiritimati")).minusDays(2);

    changeRow(east, "warm_up_from = '" + twoDaysAgoInTheEast + "'");
    changeRow(west, "warm_up_from = '" + twoDaysAgoInTheEast + "'");

    assertThat(permits.shown(east).get("quotaToday").asInt()).isEqualTo(20);
    assertThat(permits.shown(west).get("quotaToday").asInt()).isEqualTo(5);
  }

  @Test
  void anAccountThatWasWarmingUpGoesOnWarmingUpAfterAPause() {
    AccountId account = aWarmingAccount(CORP);

    order(account, "pause", "");
    order(account, "resume", "");

    assertThat(permits.shown(account).get("status").asText()).isEqualTo("warming_up");
    assertThat(permits.shown(account).get("statusUntil").isNull()).isFalse();
  }

  @Test
  void aPlanGivenLaterBeginsTodayAndNoStagesEndIt() {
    AccountId account = permits.anAccount("api", 100);

    JsonNode warming = patch(account, Map.of("warmUp", List.of(Map.of("percent", 10, "days", 3))));
    JsonNode warm = patch(account, Map.of("warmUp", List.of()));

    assertThat(warming.get("status").asText()).isEqualTo("warming_up");
    assertThat(warming.get("quotaToday").asInt()).isEqualTo(10);
    assertThat(warm.get("status").asText()).isEqualTo("active");
    assertThat(warm.get("quotaToday").asInt()).isEqualTo(100);
  }

  @Test
  void aWarmUpWhoseEndWasWrittenTooEarlyGoesOnUntilThePlanIsOver() {
    AccountId account = aWarmingAccount(CORP);
    String end = permits.shown(account).get("statusUntil").asText();

    changeRow(account, "status_until = now(3) - interval 1 second");

    await()
        .atMost(Duration.ofSeconds(20))
        .until(() -> permits.shown(account).get("statusUntil").asText().equals(end));
    assertThat(permits.shown(account).get("status").asText()).isEqualTo("warming_up");
    assertThat(get("/api/v1/accounts/" + account + "/history").get("items")).hasSize(2);
  }

  @Test
  void anAccountWhoseRowMakesNoSenseIsToldOnceAndKeepsNobodyResting(CapturedOutput output) {
    AccountId odd = permits.anAccount("api", 100);
    AccountId resting = permits.anAccount("api", 100);
    Decision permit = permits.ask(resting, 1, true, "resting");
    changeRow(odd, "status = 'ASLEEP', status_until = now(3) - interval 1 hour");
    try {

      permits.settle(permit, Verdict.PUSHED_BACK, Duration.ofMillis(300));

      await()
          .atMost(Duration.ofSeconds(20))
          .until(() -> permits.shown(resting).get("status").asText().equals("active"));
      assertThat(output.getOut().split("Account " + odd + " of tenant 1 is ASLEEP", -1)).hasSize(2);
    } finally {
      changeRow(odd, "status = 'ACTIVE', status_until = null");
    }
  }
}
