package io.qunfa.task;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.qunfa.identity.Claims;
import io.qunfa.ids.AccountId;
import io.qunfa.ids.CampaignId;
import io.qunfa.job.BeginJob;
import io.qunfa.permit.SendingAccount;
import io.qunfa.permit.SendingAccount.Pace;
import io.qunfa.protection.CorpQuietHours;
import io.qunfa.protection.HoldReason;
import io.qunfa.protection.ProtectJobs.Ask;
import io.qunfa.protection.ProtectJobs.Hold;
import io.qunfa.protection.ProtectJobs.Verdict;
import io.qunfa.wire.JobOutcome;
import io.qunfa.wire.SendCommand;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.temporal.ChronoUnit;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.http.HttpMethod;

/** What was predicted beside what then happened, on a clock that leaps. */
class ForecastTest extends TaskServiceTest {
  private static final Logger log = LoggerFactory.getLogger(ForecastTest.class);
  private static final Duration STEP = Duration.ofSeconds(20);

  private final Set<SendCommand> done = new HashSet<>();

  @AfterEach
  void nobodyIsProtected() {
    NEIGHBOURS.protections.clear();
    NEIGHBOURS.quietHours.clear();
  }

  @Test
  void aCampaignThatNeedsThreeDaysIsDoneWhenPredicted() {
    AccountId account = anAccountWithJobs(12);
    Instant dayTurnsAt = CLOCK.instant().plus(Duration.ofHours(2));
    limited(account, 50, 1000, Duration.ofMinutes(5), dayTurnsAt);

    comparesWithWhatHappened("DAILY_QUOTA", Duration.ofMinutes(20));
  }

  @Test
  void aCampaignThatFillsItsWindowsIsDoneWhenPredicted() {
    AccountId account = anAccountWithJobs(20);
    Instant dayTurnsAt = CLOCK.instant().plus(Duration.ofHours(20));
    limited(account, 5000, 4, Duration.ofMinutes(5), dayTurnsAt);

    comparesWithWhatHappened("ACCOUNT_WINDOW", STEP);
  }

  @Test
  void quietHoursAreInThePreviewInTheProgressAndInWhatHappens() {
    anAccountWithJobs(3);
    Instant opens = quietForHours(3);
    CampaignId campaign = aDraft();
    NEIGHBOURS.protections.put(campaign, quietUntil(opens));

    JsonNode preview = post("/api/v1/campaigns/" + campaign + ":preview", Map.of());

    assertThat(preview.get("boundBy").asText()).isEqualTo("CLOSED_HOURS");
    assertThat(Instant.parse(preview.get("predictedFinish").asText()))
        .isBetween(opens, opens.plusSeconds(10));
    post("/api/v1/campaigns/" + campaign + ":launch", Map.of());
    comparesWithWhatHappened(campaign, "CLOSED_HOURS", Duration.ofMinutes(5));
  }

  @Test
  void whatMayIgnoreQuietHoursIsNotPredictedToWaitForTheirEnd() {
    accountsWithOneJobEach(1, 10);
    quietForHours(3);
    Map<String, Object> urgent = aCampaign();
    urgent.put("priority", "urgent");
    urgent.put("policy", Map.of("ignoreQuietHours", true));
    String exempt = Claims.OPERATOR + " " + Claims.URGENT_EXEMPT;
    String id =
        bodyOf(exchangeAs(exempt, HttpMethod.POST, "/api/v1/campaigns", urgent, null))
            .get("campaignId")
            .asText();

    JsonNode preview = post("/api/v1/campaigns/" + id + ":preview", Map.of());

    assertThat(Instant.parse(preview.get("predictedFinish").asText()))
        .isBefore(CLOCK.instant().plusSeconds(60));
  }

  @Test
  void aCallUnderWayThatFillsTheQuotaNeedsNoSecondDay() {
    AccountId account = anAccountWithJobs(1);
    limited(account, 10, 1000, Duration.ofMinutes(5), CLOCK.instant().plus(Duration.ofHours(5)));
    CampaignId campaign = aLaunchedCampaign();
    SendCommand command = begun(campaign, 1);

    JsonNode progress = get("/api/v1/campaigns/" + campaign + "/progress");

    assertThat(progress.get("boundBy").asText()).isEqualTo("CALLS");
    assertThat(Instant.parse(progress.get("predictedFinish").asText()))
        .isBefore(CLOCK.instant().plusSeconds(60));
    report(command, new JobOutcome.Accepted("msg-" + command.jobId(), List.of()));
    awaitJob(campaign, 1, "ACCEPTED");
  }

  @Test
  void halfOfADayThatIsUsedIsMissingInThePrediction() {
    AccountId account = anAccountWithJobs(12);
    Instant dayTurnsAt = CLOCK.instant().plus(Duration.ofHours(6));
    limited(account, 85, 1000, Duration.ofMinutes(5), dayTurnsAt);
    CampaignId campaign = aLaunchedCampaign();
    finishUntilItRests(campaign);

    comparesWithWhatHappened(campaign, "DAILY_QUOTA", Duration.ofMinutes(10));
  }

  @Test
  void aRestOfTheWholeCorpIsAwaited() {
    accountsWithOneJobEach(2, 10);
    Instant until = CLOCK.instant().plus(Duration.ofHours(2));
    jdbc.sql(
            """
            insert into joint_rest
              (tenant_id, corp_id, rests_until, limited_until, limited_by, tries)
            values (1, :corp, :until, :until, 'API_BLOCKED', 1)
            """)
        .param("corp", corp.value())
        .param("until", until)
        .update();
    try {
      JsonNode preview = post("/api/v1/campaigns/" + aDraft() + ":preview", Map.of());

      assertThat(preview.get("boundBy").asText()).isEqualTo("REST");
      assertThat(Instant.parse(preview.get("predictedFinish").asText()))
          .isBetween(until.minusMillis(1), until.plusSeconds(10));
    } finally {
      jdbc.sql("delete from joint_rest where corp_id = ?").param(corp.value()).update();
    }
  }

  @Test
  void aThousandAccountsAreNotDoneInASecond() {
    accountsWithOneJobEach(1000, 10);

    JsonNode preview = post("/api/v1/campaigns/" + aDraft() + ":preview", Map.of());

    assertThat(preview.get("boundBy").asText()).isEqualTo("CORP_CALLS");
    assertThat(Instant.parse(preview.get("predictedFinish").asText()))
        .isAfter(CLOCK.instant().plusSeconds(150));
  }

  /** In a zone that is not ours, from an hour ago on. */
  private Instant quietForHours(int hours) {
    ZoneId zone = ZoneId.of("America/Lima");
    Instant now = CLOCK.instant().truncatedTo(ChronoUnit.MINUTES);
    Instant opens = now.plus(Duration.ofHours(hours));
    NEIGHBOURS.quietHours.put(
        corp,
        new CorpQuietHours(
            zone,
            now.minus(Duration.ofHours(1)).atZone(zone).toLocalTime(),
            opens.atZone(zone).toLocalTime()));
    return opens;
  }

  private static Function<Ask, Verdict> quietUntil(Instant opens) {
    return ask ->
        CLOCK.instant().isBefore(opens)
            ? new Verdict(ask.recipients(), new Hold(HoldReason.QUIET_HOURS, opens, "Quiet hours."))
            : Verdict.clear(ask.recipients());
  }

  private void limited(
      AccountId account, int quota, int perWindow, Duration window, Instant dayTurnsAt) {
    SendingAccount plain = account(account);
    NEIGHBOURS.accounts.put(
        corp,
        List.of(
            new SendingAccount(
                account,
                corp,
                plain.channel(),
                plain.memberUserid(),
                plain.credentialId(),
                true,
                quota,
                0,
                List.of(),
                1,
                new Pace(perWindow, window, dayTurnsAt))));
    NEIGHBOURS.limiters.put(
        account, new ModelLimiter(CLOCK, quota, dayTurnsAt, Duration.ofDays(1), perWindow, window));
  }

  private void comparesWithWhatHappened(String boundBy, Duration step) {
    comparesWithWhatHappened(aLaunchedCampaign(), boundBy, step);
  }

  private void comparesWithWhatHappened(CampaignId campaign, String boundBy, Duration step) {
    Instant launched = CLOCK.instant();
    eventually()
        .until(() -> get("/api/v1/campaigns/" + campaign + "/progress").has("predictedFinish"));
    JsonNode progress = get("/api/v1/campaigns/" + campaign + "/progress");
    Instant predicted = Instant.parse(progress.get("predictedFinish").asText());

    Instant finished = finish(campaign, step);

    Duration took = Duration.between(launched, finished);
    Duration error = Duration.between(predicted, finished);
    log.info(
        "Predicted {} ({}), happened {}: {} off in {}, {} %",
        predicted,
        progress.get("boundBy").asText(),
        finished,
        error,
        took,
        Math.round(1000.0 * error.toMillis() / took.toMillis()) / 10.0);
    assertThat(progress.get("boundBy").asText()).isEqualTo(boundBy);
    assertThat(error.abs()).isLessThan(took.dividedBy(10));
  }

  /** Accepts whatever comes, and lets time pass while nothing comes. */
  private Instant finish(CampaignId campaign, Duration step) {
    Instant last = CLOCK.instant();
    while (waiting(campaign) > 0) {
      if (acceptWhatCame(campaign)) {
        last = CLOCK.instant();
      } else if (Standstill.of(campaign, jdbc, CLOCK.instant())) {
        CLOCK.advance(step);
      }
    }
    return last;
  }

  /** Today's quota is used then. */
  private void finishUntilItRests(CampaignId campaign) {
    eventually()
        .until(() -> !acceptWhatCame(campaign) && Standstill.of(campaign, jdbc, CLOCK.instant()));
  }

  private boolean acceptWhatCame(CampaignId campaign) {
    boolean any = false;
    for (SendCommand command : commandsOf(campaign)) {
      if (done.add(command)) {
        any = true;
        if (begin(command) == BeginJob.Verdict.GO) {
          report(command, new JobOutcome.Accepted("msg-" + command.jobId(), List.of()));
          awaitJob(campaign, command.jobNo(), "ACCEPTED");
        }
      }
    }
    return any;
  }

  private int waiting(CampaignId campaign) {
    return jdbc.sql("select count(*) from send_job where campaign_id = ? and status <> 'ACCEPTED'")
        .param(campaign.value())
        .query(Integer.class)
        .single();
  }
}
