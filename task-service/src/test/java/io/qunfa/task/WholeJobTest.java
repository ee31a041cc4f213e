package io.qunfa.task;

import static org.assertj.core.api.Assertions.assertThat;

import io.qunfa.audience.FrozenAudience;
import io.qunfa.audience.FrozenAudience.PlannedJob;
import io.qunfa.ids.AccountId;
import io.qunfa.ids.CampaignId;
import io.qunfa.permit.ReservePermits.Ask;
import io.qunfa.permit.ReservePermits.Decision;
import io.qunfa.permit.ReservePermits.Limit;
import io.qunfa.wire.JobOutcome;
import io.qunfa.wire.SendCommand;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** A job of ten that was unknown for a while: the channel may have it whole, so it goes whole. */
class WholeJobTest extends DailyQuotaTest {
  @Test
  void itIsNeverSplitAndSaysUntilWhenItWaits() {
    NEIGHBOURS.limiters.put(account, ModelLimiter.ofQuota(CLOCK, 6, dayEnds));

    CampaignId campaign = aJobThatWasUnknown();

    awaitHeldBy(campaign, "DAILY_QUOTA");
    assertThat(asksOf(campaign)).last().extracting(Ask::wholeOnly).isEqualTo(true);
    assertThat(commandsOf(campaign)).hasSize(1);
    assertThat(
            Instant.parse(
                get("/api/v1/campaigns/" + campaign + "/progress").at("/held/0/until").asText()))
        .isBetween(dayEnds.minusSeconds(1), dayEnds.plusSeconds(1));
  }

  @Test
  void itStaysWholeHoweverALaterCallEnds() {
    CampaignId campaign = aJobThatWasUnknown();
    SendCommand second = begun(campaign, 2);
    NEIGHBOURS.limiters.put(account, ModelLimiter.ofQuota(CLOCK, 6, dayEnds));

    turnedAway(second);

    awaitHeldBy(campaign, "DAILY_QUOTA");
    assertThat(asksOf(campaign)).last().extracting(Ask::wholeOnly).isEqualTo(true);
  }

  @Test
  void itGoesFirstWhenTheDayOpens() {
    CampaignId campaign = aJobThatIsTooBigForToday();
    CampaignId urgent = launchedUrgently();
    eventually().until(() -> !asksOf(urgent).isEmpty() && isResting());

    CLOCK.advance(Duration.between(CLOCK.instant(), dayEnds).plusSeconds(1));

    assertThat(nextCommandOf(campaign, 2).recipients()).isEqualTo(10);
    assertThat(commandsOf(urgent)).isEmpty();
  }

  @Test
  void whileItWaitsItsAccountSendsWhatFits() {
    NEIGHBOURS.limiters.put(account, ModelLimiter.ofQuota(CLOCK, 6, dayEnds));
    CampaignId campaign = aJobThatWasUnknown();
    awaitHeldBy(campaign, "DAILY_QUOTA");
    NEIGHBOURS.audiences.put(
        corp,
        new FrozenAudience(
            5, Map.of(), 5, List.of(new PlannedJob(1, account, "member-" + account, 5))));

    CampaignId small = aLaunchedCampaign();

    assertThat(nextCommandOf(small, 1).recipients()).isEqualTo(5);
  }

  @Test
  void aLimitOfTheTenantThatItIsTooBigForLetsNobodyElseRest() {
    NEIGHBOURS.denied.put(
        account, new Decision(0, null, null, Duration.ofHours(9), Limit.TENANT_LIMIT));

    CampaignId campaign = aJobThatWasUnknown();

    awaitHeldBy(campaign, "TENANT_LIMIT");
    assertThat(
            jdbc.sql("select count(*) from joint_rest where corp_id = ''")
                .query(Integer.class)
                .single())
        .isZero();
  }

  /** The job of a campaign that was sent before the limiter said anything. */
  private CampaignId aJobThatWasUnknown() {
    Map<AccountId, Decision> denied = Map.copyOf(NEIGHBOURS.denied);
    Map<AccountId, ModelLimiter> limiters = Map.copyOf(NEIGHBOURS.limiters);
    NEIGHBOURS.denied.clear();
    NEIGHBOURS.limiters.clear();
    CampaignId campaign = aLaunchedCampaign();
    SendCommand command = begun(campaign, 1);
    report(command, new JobOutcome.Unknown("connection reset"));
    awaitJob(campaign, 1, "UNKNOWN");
    NEIGHBOURS.denied.putAll(denied);
    NEIGHBOURS.limiters.putAll(limiters);
    report(command, new JobOutcome.Absent("not in the list"));
    awaitJob(campaign, 1, "READY");
    CLOCK.advance(Duration.ofSeconds(3));
    return campaign;
  }

  private CampaignId aJobThatIsTooBigForToday() {
    ModelLimiter limiter = ModelLimiter.ofQuota(CLOCK, 10, dayEnds);
    limiter.decide(new Ask(account, 4, false, "others"));
    NEIGHBOURS.limiters.put(account, limiter);
    CampaignId campaign = aJobThatWasUnknown();
    awaitHeldBy(campaign, "DAILY_QUOTA");
    limiter.decide(new Ask(account, 6, false, "more others"));
    return campaign;
  }

  private CampaignId launchedUrgently() {
    Map<String, Object> campaign = aCampaign();
    campaign.put("priority", "urgent");
    CampaignId id = CampaignId.of(post("/api/v1/campaigns", campaign).get("campaignId").asText());
    post("/api/v1/campaigns/" + id + ":launch", Map.of());
    return id;
  }

  private boolean isResting() {
    return jdbc.sql(
                """
                select count(*) from lane
                where account_id = ? and limited_by = 'DAILY_QUOTA' and rests_until > ?
                  and lease is null
                """)
            .params(account.value(), CLOCK.instant())
            .query(Integer.class)
            .single()
        == 1;
  }

  private void awaitHeldBy(CampaignId campaign, String limit) {
    eventually()
        .until(
            () ->
                jdbc.sql("select count(*) from send_job where campaign_id = ? and held_by = ?")
                        .params(campaign.value(), limit)
                        .query(Integer.class)
                        .single()
                    == 1);
  }
}
