package io.qunfa.task.forecast;

import static org.assertj.core.api.Assertions.assertThat;

import io.qunfa.channel.Channel;
import io.qunfa.ids.AccountId;
import io.qunfa.ids.CorpId;
import io.qunfa.ids.CredentialId;
import io.qunfa.permit.SendingAccount;
import io.qunfa.permit.SendingAccount.Pace;
import io.qunfa.task.forecast.Forecast.Bound;
import io.qunfa.task.forecast.Workload.Rest;
import io.qunfa.task.forecast.Workload.Share;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalTime;
import java.time.ZoneId;
import java.util.List;
import org.junit.jupiter.api.Test;

class PredictFinishTest {
  private static final ZoneId SHANGHAI = ZoneId.of("Asia/Shanghai");
  private static final Instant NOON = Instant.parse("2026-03-02T04:00:00Z");
  private static final Instant MIDNIGHT = Instant.parse("2026-03-02T16:00:00Z");
  private static final Instant NINE = Instant.parse("2026-03-03T01:00:00Z");
  private static final ClosedHours NIGHT =
      new ClosedHours(LocalTime.of(21, 0), LocalTime.of(9, 0), SHANGHAI);

  @Test
  void callsFollowOneAnother() {
    assertThat(of(load(account(5000, 0), 3, 300)))
        .isEqualTo(new Forecast(NOON.plusSeconds(3), Bound.CALLS));
  }

  @Test
  void whatExceedsTheQuotaGoesOnTheDaysAfter() {
    assertThat(of(load(account(100, 40), 1, 160)))
        .isEqualTo(new Forecast(MIDNIGHT.plusSeconds(1), Bound.DAILY_QUOTA));
    assertThat(of(load(account(100, 100), 3, 300)))
        .isEqualTo(
            new Forecast(MIDNIGHT.plus(Duration.ofDays(2)).plusSeconds(1), Bound.DAILY_QUOTA));
  }

  @Test
  void inClosedHoursNothingIsSent() {
    Forecast forecast = of(List.of(NIGHT), load(account(100, 40), 1, 160));

    assertThat(forecast.finish()).isEqualTo(NINE.plusSeconds(1));
  }

  @Test
  void closedHoursThatCutADayInTwoBindIt() {
    ClosedHours afternoon = new ClosedHours(LocalTime.of(12, 0), LocalTime.of(18, 0), SHANGHAI);

    assertThat(of(List.of(afternoon), load(account(5000, 0), 2, 20)))
        .isEqualTo(new Forecast(NOON.plus(Duration.ofHours(6)).plusSeconds(2), Bound.CLOSED_HOURS));
  }

  @Test
  void windowsThatAreFullBindIt() {
    SendingAccount slow = account(50_000, 0, new Pace(10, Duration.ofMinutes(5), MIDNIGHT));

    assertThat(of(load(slow, 35, 35)))
        .isEqualTo(
            new Forecast(NOON.plus(Duration.ofMinutes(15)).plusSeconds(5), Bound.ACCOUNT_WINDOW));
  }

  @Test
  void workOfOthersThatGoesBeforeDelaysItAndUsesTheQuota() {
    Workload behind = new Workload(account(100, 0), new Share(1, 50), new Share(1, 100), null);

    assertThat(of(behind)).isEqualTo(new Forecast(MIDNIGHT.plusSeconds(1), Bound.DAILY_QUOTA));
    Workload behindMany =
        new Workload(account(5000, 0), new Share(1, 50), new Share(100, 100), null);
    assertThat(of(behindMany)).isEqualTo(new Forecast(NOON.plusSeconds(101), Bound.OTHER_WORK));
  }

  @Test
  void aRestAndTheSlowestAccountDecide() {
    Workload resting =
        new Workload(
            account(5000, 0),
            new Share(1, 50),
            Share.NOTHING,
            new Rest(NOON.plusSeconds(600), Bound.REST));

    assertThat(of(load(account(5000, 0), 3, 300), resting))
        .isEqualTo(new Forecast(NOON.plusSeconds(601), Bound.REST));
  }

  @Test
  void anAccountThatMayNotSendMakesNoEnd() {
    assertThat(of(load(account(0, 0), 1, 1))).isEqualTo(new Forecast(null, Bound.ACCOUNT_STATE));
  }

  @Test
  void nothingLeftIsDoneNow() {
    assertThat(of()).isEqualTo(new Forecast(NOON, Bound.NOTHING));
  }

  @Test
  void aMillionOnOneAccountIsWorkedThroughAtOnce() {
    Forecast forecast = of(load(account(5000, 0), 1_000_000, 1_000_000));

    assertThat(forecast.finish())
        .isBetween(NOON.plus(Duration.ofDays(198)), NOON.plus(Duration.ofDays(201)));
  }

  private static Forecast of(Workload... loads) {
    return of(List.of(), loads);
  }

  private static Forecast of(List<ClosedHours> closed, Workload... loads) {
    return PredictFinish.of(List.of(loads), closed, NOON, NOON);
  }

  private static Workload load(SendingAccount account, long jobs, long recipients) {
    return new Workload(account, new Share(jobs, recipients), Share.NOTHING, null);
  }

  private static SendingAccount account(int quota, long used) {
    return account(quota, used, new Pace(300, Duration.ofMinutes(5), MIDNIGHT));
  }

  private static SendingAccount account(int quota, long used, Pace pace) {
    return new SendingAccount(
        new AccountId(1),
        new CorpId("ww01"),
        Channel.API,
        "member",
        new CredentialId(1),
        true,
        quota,
        used,
        List.of(),
        1,
        pace);
  }
}
