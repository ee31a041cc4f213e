package io.qunfa.task;

import static org.assertj.core.api.Assertions.assertThat;

import io.qunfa.channel.Channel;
import io.qunfa.ids.CampaignId;
import io.qunfa.job.FollowUp;
import io.qunfa.wire.JobOutcome;
import io.qunfa.wire.SendCommand;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.springframework.http.HttpMethod;
import org.springframework.http.HttpStatus;

class HandBackTest extends TaskServiceTest {
  @Test
  void aQuestionThatCouldNotBePutComesAgainInItsTimeAndDoesNotCountAsAsked() {
    CampaignId campaign = aJobThatIsAskedFor();
    FollowUp claimed = claimedOf(campaign);

    handBack(claimed, Duration.ofSeconds(40));

    assertThat(askedOf(campaign)).isZero();
    CLOCK.advance(Duration.ofSeconds(30));
    assertThat(dueOf(campaign)).isEmpty();
    CLOCK.advance(Duration.ofSeconds(11));
    assertThat(dueOf(campaign)).hasSize(1);
    assertThat(askedOf(campaign)).isOne();
  }

  @Test
  void aQuestionThatBecameAnotherOneMeanwhileIsNotPutOff() {
    CampaignId campaign = aJobThatIsAskedFor();
    FollowUp receipts = claimedOf(campaign);
    post("/api/v1/campaigns/" + campaign + ":cancel", Map.of());
    FollowUp stop = claimedOf(campaign);

    handBack(receipts, Duration.ofHours(1));
    handBack(stop, Duration.ofSeconds(5));
    handBack(stop, Duration.ofHours(1));

    assertThat(stop.kind()).isEqualTo(FollowUp.Kind.STOP);
    CLOCK.advance(Duration.ofSeconds(6));
    assertThat(dueOf(campaign)).hasSize(1);
  }

  @Test
  void whereALongAnswerWasLeftIsGivenOutWithTheNextClaimAndOnlyWithThat() {
    CampaignId campaign = aJobThatIsAskedFor();
    FollowUp first = claimedOf(campaign);
    FollowUp.Position left = new FollowUp.Position("page/7+=", true);

    handBack(first, Duration.ofSeconds(5), left);
    CLOCK.advance(Duration.ofSeconds(6));
    FollowUp second = claimedOf(campaign);
    CLOCK.advance(Duration.ofMinutes(3));
    FollowUp third = claimedOf(campaign);

    assertThat(first.position()).isNull();
    assertThat(second.position()).isEqualTo(left);
    assertThat(third.position()).as("its executor died").isNull();
  }

  @Test
  void whoReportedAPartOfTheAnswerMayStillHandTheRestBack() {
    SendCommand sent = anAcceptedJobThatIsAskedFor();
    CampaignId campaign = sent.campaignId();
    FollowUp claimed = claimedOf(campaign);
    report(sent, new JobOutcome.Receipts(List.of(), false));
    eventually().until(() -> isFree(campaign));

    handBack(claimed, Duration.ofSeconds(5), new FollowUp.Position("page-7", false));

    assertThat(askedOf(campaign)).isZero();
    CLOCK.advance(Duration.ofSeconds(6));
    assertThat(claimedOf(campaign).position()).isEqualTo(new FollowUp.Position("page-7", false));
  }

  @Test
  void aStopReadsTheAnswerFromItsBeginning() {
    CampaignId campaign = aJobThatIsAskedFor();
    handBack(claimedOf(campaign), Duration.ofSeconds(5), new FollowUp.Position("page-7", false));

    post("/api/v1/campaigns/" + campaign + ":cancel", Map.of());

    assertThat(claimedOf(campaign))
        .satisfies(
            stop -> {
              assertThat(stop.kind()).isEqualTo(FollowUp.Kind.STOP);
              assertThat(stop.position()).isNull();
            });
  }

  @Test
  void aPlaceThatIsTooLongToBeKeptIsNone() {
    CampaignId campaign = aJobThatIsAskedFor();

    handBack(
        claimedOf(campaign), Duration.ofSeconds(5), new FollowUp.Position("x".repeat(1001), false));

    CLOCK.advance(Duration.ofSeconds(6));
    assertThat(claimedOf(campaign).position()).isNull();
  }

  private CampaignId aJobThatIsAskedFor() {
    return anAcceptedJobThatIsAskedFor().campaignId();
  }

  private SendCommand anAcceptedJobThatIsAskedFor() {
    accountsWithOneJobEach(1, 10);
    CampaignId campaign = aLaunchedCampaign();
    SendCommand sent = begun(campaign, 1);
    report(sent, new JobOutcome.Accepted("msg-" + campaign, List.of()));
    awaitJob(campaign, 1, "ACCEPTED");
    CLOCK.advance(Duration.ofMinutes(1));
    return sent;
  }

  private FollowUp claimedOf(CampaignId campaign) {
    List<FollowUp> claimed = new ArrayList<>();
    eventually().until(() -> claimed.addAll(dueOf(campaign)));
    return claimed.getFirst();
  }

  private List<FollowUp> dueOf(CampaignId campaign) {
    return json
        .convertValue(
            post("/internal/v1/follow-ups:claim", new FollowUp.Claim(Channel.API, "test", 500)),
            FollowUp.Claimed.class)
        .followUps()
        .stream()
        .filter(followUp -> followUp.campaignId().equals(campaign))
        .toList();
  }

  private void handBack(FollowUp followUp, Duration retryAfter) {
    handBack(followUp, retryAfter, null);
  }

  private void handBack(
      FollowUp followUp, Duration retryAfter, FollowUp.@Nullable Position position) {
    assertThat(
            exchange(
                    HttpMethod.POST,
                    "/internal/v1/follow-ups:handBack",
                    followUp.handBack(retryAfter, position),
                    null)
                .getStatusCode())
        .isEqualTo(HttpStatus.NO_CONTENT);
  }

  private boolean isFree(CampaignId campaign) {
    return jdbc.sql("select leased_until <= ? from follow_up where campaign_id = ?")
        .params(CLOCK.instant(), campaign.value())
        .query(Boolean.class)
        .single();
  }

  private int askedOf(CampaignId campaign) {
    return jdbc.sql("select asked from follow_up where campaign_id = ?")
        .param(campaign.value())
        .query(Integer.class)
        .single();
  }
}
