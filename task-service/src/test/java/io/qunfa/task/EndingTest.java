package io.qunfa.task;

import static org.assertj.core.api.Assertions.assertThat;

import io.qunfa.channel.Channel;
import io.qunfa.ids.AccountId;
import io.qunfa.ids.CampaignId;
import io.qunfa.job.BeginJob.Verdict;
import io.qunfa.job.FollowUp;
import io.qunfa.ledger.RecipientState;
import io.qunfa.permit.ReservePermits.Decision;
import io.qunfa.permit.ReservePermits.Limit;
import io.qunfa.wire.JobOutcome;
import io.qunfa.wire.JobReport;
import io.qunfa.wire.SendCommand;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.springframework.amqp.core.Message;

class EndingTest extends TaskServiceTest {
  private final List<JobReport> ledgerHeard = new ArrayList<>();

  @Test
  void cancelWithdrawsWhatWaitsAndStopsWhatWasAccepted() {
    List<AccountId> accounts = accountsWithOneJobEach(2, 10);
    NEIGHBOURS.denied.put(
        accounts.get(1), new Decision(0, null, null, Duration.ofHours(1), Limit.DAILY_QUOTA));
    CampaignId campaign = aLaunchedCampaign();
    SendCommand sent = begun(campaign, 1);
    report(sent, new JobOutcome.Accepted("msg-" + campaign, List.of()));
    awaitJob(campaign, 1, "ACCEPTED");

    post("/api/v1/campaigns/" + campaign + ":cancel", Map.of());

    awaitJob(campaign, 2, "CANCELLED");
    eventually()
        .until(
            () ->
                ledgerHears(campaign, 2)
                    .contains(new JobOutcome.Withdrawn(RecipientState.CANCELLED)));
    FollowUp stop = claimedFollowUpOf(campaign);
    assertThat(stop.kind()).isEqualTo(FollowUp.Kind.STOP);
    assertThat(stop.remaining()).isEqualTo(RecipientState.CANCELLED);
    assertThat(stop.msgid()).isEqualTo("msg-" + campaign);
    report(sent, new JobOutcome.Stopped(RecipientState.CANCELLED));
    eventually().until(() -> !isUnfinished(campaign));
    assertThat(statusOf(campaign)).isEqualTo("CANCELLED");
  }

  @Test
  void whatIsNotSentAndConfirmedByTheEndExpires() {
    List<AccountId> accounts = accountsWithOneJobEach(2, 10);
    NEIGHBOURS.denied.put(
        accounts.get(1), new Decision(0, null, null, Duration.ofDays(1), Limit.DAILY_QUOTA));
    Map<String, Object> request = aCampaign();
    request.put(
        "schedule", Map.of("expireAt", CLOCK.instant().plus(Duration.ofHours(1)).toString()));
    CampaignId campaign =
        CampaignId.of(post("/api/v1/campaigns", request).get("campaignId").asText());
    post("/api/v1/campaigns/" + campaign + ":launch", Map.of());
    SendCommand sent = begun(campaign, 1);
    report(sent, new JobOutcome.Accepted("msg-" + campaign, List.of()));
    awaitJob(campaign, 1, "ACCEPTED");

    CLOCK.advance(Duration.ofMinutes(61));

    eventually()
        .until(
            () ->
                ledgerHears(campaign, 2)
                    .contains(new JobOutcome.Withdrawn(RecipientState.EXPIRED)));
    assertThat(claimedFollowUpOf(campaign).remaining()).isEqualTo(RecipientState.EXPIRED);
    report(sent, new JobOutcome.Stopped(RecipientState.EXPIRED));
    awaitStatus(campaign, "FINISHED");
  }

  @Test
  void aJobInTheMiddleOfItsCallIsStoppedWhenItComesBack() {
    accountsWithOneJobEach(1, 10);
    CampaignId campaign = aLaunchedCampaign();
    SendCommand sent = begun(campaign, 1);
    post("/api/v1/campaigns/" + campaign + ":cancel", Map.of());

    report(sent, new JobOutcome.Accepted("msg-" + campaign, List.of()));

    assertThat(claimedFollowUpOf(campaign).kind()).isEqualTo(FollowUp.Kind.STOP);
  }

  @Test
  void aDispatchedJobThatNeverBeganGoesAgain() {
    accountsWithOneJobEach(1, 10);
    NEIGHBOURS.permitLifetime = Duration.ofSeconds(30);
    CampaignId campaign = aLaunchedCampaign();
    SendCommand first = nextCommandOf(campaign, 1);

    CLOCK.advance(Duration.ofSeconds(33));

    assertThat(begin(nextCommandOf(campaign, 2))).isEqualTo(Verdict.GO);
    assertThat(begin(first)).isEqualTo(Verdict.STALE);
  }

  @Test
  void aJobThatNeverBeginsWaitsLongerEveryTimeAndIsADeadLetterInTheEnd() {
    accountsWithOneJobEach(1, 10);
    NEIGHBOURS.permitLifetime = Duration.ofSeconds(30);
    CampaignId campaign = aLaunchedCampaign();

    for (int epoch = 1; epoch <= 3; epoch++) {
      nextCommandOf(campaign, epoch);
      CLOCK.advance(Duration.ofSeconds(33));
      awaitJob(campaign, 1, "READY");
      CLOCK.advance(Duration.ofSeconds(1L << epoch));
    }
    nextCommandOf(campaign, 4);
    CLOCK.advance(Duration.ofSeconds(33));

    awaitJob(campaign, 1, "DEAD");
    assertThat(get("/api/v1/dead-letters?campaignId=" + campaign).get("items"))
        .singleElement()
        .satisfies(
            letter -> {
              assertThat(letter.get("reason").asText()).isEqualTo("NEVER_BEGAN");
              assertThat(letter.get("evidence").asText()).contains("never began", "4");
            });
  }

  @Test
  void aBeginForgetsHowOftenAJobDidNotBegin() {
    accountsWithOneJobEach(1, 10);
    NEIGHBOURS.permitLifetime = Duration.ofSeconds(30);
    CampaignId campaign = aLaunchedCampaign();
    nextCommandOf(campaign, 1);
    CLOCK.advance(Duration.ofSeconds(33));
    SendCommand second = nextCommandOf(campaign, 2);
    assertThat(timesNeverBegun(campaign)).isEqualTo(1);

    assertThat(begin(second)).isEqualTo(Verdict.GO);

    assertThat(timesNeverBegun(campaign)).isZero();
  }

  @Test
  void aCallWithoutAnOutcomeBecomesUnknownAndIsAskedFor() {
    accountsWithOneJobEach(1, 10);
    CampaignId campaign = aLaunchedCampaign();
    SendCommand sent = begun(campaign, 1);

    CLOCK.advance(Duration.ofSeconds(91));

    awaitJob(campaign, 1, "UNKNOWN");
    eventually()
        .until(
            () -> ledgerHears(campaign, 1).stream().anyMatch(JobOutcome.Unknown.class::isInstance));
    assertThat(followUpsOf(campaign)).as("too fresh to prove anything").isEmpty();
    CLOCK.advance(Duration.ofSeconds(31));
    FollowUp resolve = claimedFollowUpOf(campaign);
    assertThat(resolve.kind()).isEqualTo(FollowUp.Kind.RESOLVE);
    assertThat(resolve.content()).isNotNull();
    report(sent, new JobOutcome.Accepted("msg-" + campaign, List.of()));
    awaitJob(campaign, 1, "ACCEPTED");
  }

  @Test
  void aQuestionIsLeasedToOneExecutorAndComesBackLaterAndLater() {
    SendCommand sent = anAcceptedJob();
    CampaignId campaign = sent.campaignId();
    assertThat(followUpsOf(campaign)).isEmpty();

    CLOCK.advance(Duration.ofSeconds(10));
    assertThat(followUpsOf(campaign)).hasSize(1);
    assertThat(followUpsOf(campaign)).as("leased").isEmpty();
    report(sent, new JobOutcome.Receipts(List.of(), false));
    eventually().until(() -> isFree(campaign));
    assertThat(followUpsOf(campaign)).as("not due").isEmpty();
    CLOCK.advance(Duration.ofSeconds(15));
    assertThat(followUpsOf(campaign)).hasSize(1);
    CLOCK.advance(Duration.ofMinutes(3));
    assertThat(followUpsOf(campaign)).as("its executor died").hasSize(1);
  }

  @Test
  void oneBrokenQuestionDoesNotStopTheOthers() {
    accountsWithOneJobEach(3, 10);
    CampaignId campaign = aLaunchedCampaign();
    commandsOf(campaign, 3)
        .forEach(sent -> report(sent, new JobOutcome.Accepted("msg-" + sent.jobId(), List.of())));
    for (int jobNo = 1; jobNo <= 3; jobNo++) {
      awaitJob(campaign, jobNo, "ACCEPTED");
    }
    jdbc.sql("update follow_up set kind = 'SING' where campaign_id = ? and job_no = 1")
        .param(campaign.value())
        .update();
    jdbc.sql("update send_job set begun_at = null where campaign_id = ? and job_no = 2")
        .param(campaign.value())
        .update();

    CLOCK.advance(Duration.ofSeconds(11));

    assertThat(claimedFollowUpOf(campaign).jobNo()).as("accepted without a begin").isEqualTo(3);
    assertThat(
            jdbc.sql("select count(*) from follow_up where campaign_id = ? and leased_until > ?")
                .params(campaign.value(), CLOCK.instant())
                .query(Integer.class)
                .single())
        .as("the broken ones do not come up again at once")
        .isEqualTo(3);
    jdbc.sql("delete from follow_up where campaign_id = ?").param(campaign.value()).update();
  }

  @Test
  void whatMembersDoNotConfirmForWeeksIsStopped() {
    CampaignId campaign = anAcceptedJob().campaignId();

    CLOCK.advance(Duration.ofDays(15));

    eventually()
        .until(
            () ->
                jdbc.sql("select kind from follow_up where campaign_id = ?")
                    .param(campaign.value())
                    .query(String.class)
                    .single()
                    .equals("STOP"));
    assertThat(claimedFollowUpOf(campaign).remaining()).isEqualTo(RecipientState.EXPIRED);
  }

  @Test
  void aStopThatTheChannelNeverAnswersEndsAllTheSameAndSaysWhy() {
    accountsWithOneJobEach(1, 10);
    CampaignId campaign = aLaunchedCampaign();
    SendCommand sent = nextCommandOf(campaign, 1);
    begin(sent);
    report(sent, new JobOutcome.Accepted("msg-" + campaign, List.of()));
    awaitJob(campaign, 1, "ACCEPTED");
    post("/api/v1/campaigns/" + campaign + ":cancel", Map.of());
    assertThat(claimedFollowUpOf(campaign).kind()).isEqualTo(FollowUp.Kind.STOP);

    CLOCK.advance(Duration.ofDays(3));

    eventually().until(() -> !isUnfinished(campaign));
    assertThat(ledgerHears(campaign, 1))
        .anySatisfy(
            heard ->
                assertThat(heard)
                    .isInstanceOfSatisfying(
                        JobOutcome.Stopped.class,
                        stopped -> {
                          assertThat(stopped.remaining()).isEqualTo(RecipientState.CANCELLED);
                          assertThat(stopped.evidence()).contains("in vain");
                        }));
    assertThat(followUpsOf(campaign)).isEmpty();
  }

  private FollowUp claimedFollowUpOf(CampaignId campaign) {
    List<FollowUp> claimed = new ArrayList<>();
    eventually().until(() -> claimed.addAll(followUpsOf(campaign)) && !claimed.isEmpty());
    return claimed.getFirst();
  }

  private List<FollowUp> followUpsOf(CampaignId campaign) {
    FollowUp.Claimed claimed =
        json.convertValue(
            post("/internal/v1/follow-ups:claim", new FollowUp.Claim(Channel.API, "test", 500)),
            FollowUp.Claimed.class);
    return claimed.followUps().stream()
        .filter(followUp -> followUp.campaignId().equals(campaign))
        .toList();
  }

  private int timesNeverBegun(CampaignId campaign) {
    return jdbc.sql("select never_began from send_job where campaign_id = ?")
        .param(campaign.value())
        .query(Integer.class)
        .single();
  }

  private boolean isFree(CampaignId campaign) {
    return jdbc.sql("select leased_until <= ? from follow_up where campaign_id = ?")
        .params(CLOCK.instant(), campaign.value())
        .query(Boolean.class)
        .single();
  }

  private boolean isUnfinished(CampaignId campaign) {
    return jdbc.sql("select unfinished from campaign where campaign_id = ?")
        .param(campaign.value())
        .query(Boolean.class)
        .single();
  }

  private List<JobOutcome> ledgerHears(CampaignId campaign, int jobNo) {
    for (Message message = rabbit.receive(ClearUp.LEDGER);
        message != null;
        message = rabbit.receive(ClearUp.LEDGER)) {
      try {
        ledgerHeard.add(json.readValue(message.getBody(), JobReport.class));
      } catch (IOException unreadable) {
        throw new IllegalStateException(unreadable);
      }
    }
    return ledgerHeard.stream()
        .filter(heard -> heard.campaignId().equals(campaign) && heard.jobNo() == jobNo)
        .map(JobReport::outcome)
        .toList();
  }
}
