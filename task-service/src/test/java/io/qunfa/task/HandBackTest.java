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

  private CampaignId aJobThatIsAskedFor() {
    accountsWithOneJobEach(1, 10);
    CampaignId campaign = aLaunchedCampaign();
    SendCommand sent = begun(campaign, 1);
    report(sent, new JobOutcome.Accepted("msg-" + campaign, List.of()));
    awaitJob(campaign, 1, "ACCEPTED");
    CLOCK.advance(Duration.ofMinutes(1));
    return campaign;
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
    assertThat(
            exchange(
                    HttpMethod.POST,
                    "/internal/v1/follow-ups:handBack",
                    followUp.handBack(retryAfter),
                    null)
                .getStatusCode())
        .isEqualTo(HttpStatus.NO_CONTENT);
  }

  private int askedOf(CampaignId campaign) {
    return jdbc.sql("select asked from follow_up where campaign_id = ?")
        .param(campaign.value())
        .query(Integer.class)
        .single();
  }
}
