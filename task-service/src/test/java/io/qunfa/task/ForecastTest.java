package io.qunfa.task;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.qunfa.ids.AccountId;
import io.qunfa.ids.CampaignId;
import io.qunfa.job.BeginJob.Verdict;
import io.qunfa.permit.SendingAccount;
import io.qunfa.permit.SendingAccount.Pace;
import io.qunfa.wire.JobOutcome;
import io.qunfa.wire.SendCommand;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What was predicted beside what then happened, on a clock that leaps. */
class ForecastTest extends TaskServiceTest {
  private static final Logger log = LoggerFactory.getLogger(ForecastTest.class);
  private static final Duration STEP = Duration.ofSeconds(20);

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
    CampaignId campaign = aLaunchedCampaign();
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
    Set<SendCommand> done = new HashSet<>();
    Instant last = CLOCK.instant();
    while (waiting(campaign) > 0) {
      List<SendCommand> commands = commandsOf(campaign);
      boolean any = false;
      for (SendCommand command : commands) {
        if (done.add(command)) {
          any = true;
          if (begin(command) == Verdict.GO) {
            report(command, new JobOutcome.Accepted("msg-" + command.jobId(), List.of()));
            awaitJob(campaign, command.jobNo(), "ACCEPTED");
            last = CLOCK.instant();
          }
        }
      }
      if (!any && Standstill.of(campaign, jdbc, CLOCK.instant())) {
        CLOCK.leap(step);
      }
    }
    return last;
  }

  private int waiting(CampaignId campaign) {
    return jdbc.sql("select count(*) from send_job where campaign_id = ? and status <> 'ACCEPTED'")
        .param(campaign.value())
        .query(Integer.class)
        .single();
  }
}
