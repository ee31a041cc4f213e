package io.qunfa.task.forecast;

import static org.assertj.core.api.Assertions.assertThat;

import io.qunfa.channel.Channel;
import io.qunfa.ids.AccountId;
import io.qunfa.ids.CorpId;
import io.qunfa.ids.CredentialId;
import io.qunfa.permit.SendingAccount;
import io.qunfa.permit.SendingAccount.Pace;
import io.qunfa.task.forecast.Forecast.Bound;
import io.qunfa.task.forecast.Workload.Parcel;
import io.qunfa.task.forecast.Workload.Rest;
import io.qunfa.task.forecast.Workload.Share;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalTime;
import java.time.ZoneId;
import java.util.List;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class PredictFinishTest {
  private static final ZoneId SHANGHAI = ZoneId.of("Asia/Shanghai");
  private static final Instant NOON = Instant.parse("2026-03-02T04:00:00Z");
  private static final Instant MIDNIGHT = Instant.parse("2026-03-02T16:00:00Z");
  private static final Instant NINE = Instant.parse("2026-03-03T01:00:00Z");
  private static final OpenHours BY_DAY =
      OpenHours.outside(new ClosedHours(LocalTime.of(21, 0), LocalTime.of(9, 0), SHANGHAI));

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
    Forecast forecast = of(BY_DAY, load(account(100, 40), 1, 160));

    assertThat(forecast.finish()).isEqualTo(NINE.plusSeconds(1));
  }

  @Test
  void closedHoursThatCutADayInTwoBindIt() {
    ClosedHours afternoon = new ClosedHours(LocalTime.of(12, 0), LocalTime.of(18, 0), SHANGHAI);

    assertThat(of(OpenHours.outside(afternoon), load(account(5000, 0), 2, 20)))
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
    Workload behind = load(account(100, 0), null, own(1, 50), others(1, 100));

    assertThat(of(behind)).isEqualTo(new Forecast(MIDNIGHT.plusSeconds(1), Bound.DAILY_QUOTA));
    Workload behindMany = load(account(5000, 0), null, own(1, 50), others(100, 100));
    assertThat(of(behindMany)).isEqualTo(new Forecast(NOON.plusSeconds(101), Bound.OTHER_WORK));
  }

  @Test
  void aRestAndTheSlowestAccountDecide() {
    Workload resting =
        load(account(5000, 0), new Rest(NOON.plusSeconds(600), Bound.REST), own(1, 50));

    assertThat(of(load(account(5000, 0), 3, 300), resting))
        .isEqualTo(new Forecast(NOON.plusSeconds(601), Bound.REST));
  }

  @Test
  void jobsThatAreHeldBackGoNoSooner() {
    Parcel restOfASplit = new Parcel(true, new Share(1, 60), new Rest(MIDNIGHT, Bound.DAILY_QUOTA));
    Parcel othersLater = new Parcel(false, new Share(50, 50), new Rest(NINE, Bound.CLOSED_HOURS));

    assertThat(of(load(account(5000, 0), null, own(1, 40), othersLater, restOfASplit)))
        .isEqualTo(new Forecast(MIDNIGHT.plusSeconds(1), Bound.DAILY_QUOTA));
  }

  @Test
  void whatGoesBeforeWaitsForTheSameMorning() {
    Rest morning = new Rest(NINE, Bound.CLOSED_HOURS);
    Workload held =
        load(
            account(5000, 0),
            null,
            new Parcel(true, new Share(1, 50), morning),
            new Parcel(false, new Share(20, 20), morning));

    assertThat(of(BY_DAY, held)).isEqualTo(new Forecast(NINE.plusSeconds(21), Bound.CLOSED_HOURS));
  }

  @Test
  void callsUnderWayHaveTheirPartOfTheQuotaAlready() {
    Workload underWay = new Workload(account(5000, 5000), 1, List.of(), null);

    assertThat(of(underWay)).isEqualTo(new Forecast(NOON.plusSeconds(1), Bound.CALLS));
  }

  @Test
  void aThousandAccountsShareWhatTheirCorpMayDo() {
    Workload[] loads =
        IntStream.range(0, 1000)
            .mapToObj(n -> load(account(5000, 0), 1, 100))
            .toArray(Workload[]::new);

    assertThat(of(loads)).isEqualTo(new Forecast(NOON.plusSeconds(200), Bound.CORP_CALLS));
  }

  @Test
  void theCorpsCallsRestInClosedHoursToo() {
    OpenHours closesSoon =
        OpenHours.outside(new ClosedHours(LocalTime.of(12, 1), LocalTime.of(13, 0), SHANGHAI));
    Workload[] loads =
        IntStream.range(0, 1000)
            .mapToObj(n -> load(account(5000, 0), 1, 100))
            .toArray(Workload[]::new);

    assertThat(of(closesSoon, loads))
        .isEqualTo(new Forecast(NOON.plus(Duration.ofHours(1)).plusSeconds(140), Bound.CORP_CALLS));
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
    return of(OpenHours.ALWAYS, loads);
  }

  private static Forecast of(OpenHours open, Workload... loads) {
    return PredictFinish.of(List.of(loads), open, NOON, NOON);
  }

  private static Workload load(SendingAccount account, long jobs, long recipients) {
    return load(account, null, own(jobs, recipients));
  }

  private static Workload load(SendingAccount account, @Nullable Rest rest, Parcel... parcels) {
    return new Workload(account, 0, List.of(parcels), rest);
  }

  private static Parcel own(long jobs, long recipients) {
    return new Parcel(true, new Share(jobs, recipients), null);
  }

  private static Parcel others(long jobs, long recipients) {
    return new Parcel(false, new Share(jobs, recipients), null);
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
