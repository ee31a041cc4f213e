package io.qunfa.task;

import static org.assertj.core.api.Assertions.assertThat;

import io.qunfa.audience.FrozenAudience;
import io.qunfa.audience.FrozenAudience.PlannedJob;
import io.qunfa.ids.AccountId;
import io.qunfa.ids.CampaignId;
import io.qunfa.job.BeginJob.Verdict;
import io.qunfa.permit.ReservePermits.Ask;
import io.qunfa.permit.ReservePermits.Decision;
import io.qunfa.permit.ReservePermits.Limit;
import io.qunfa.wire.JobOutcome;
import io.qunfa.wire.SendCommand;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import java.util.stream.Stream;
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
  void itGoesFirstWhenTheDayOpensHoweverManyStandBeforeIt() {
    List<CampaignId> others = Stream.generate(this::aDraft).limit(7).toList();
    CampaignId campaign = aJobThatIsTooBigForToday();
    others.forEach(other -> post("/api/v1/campaigns/" + other + ":launch", Map.of()));
    eventually().until(() -> waiting() == 8 && isResting());

    CLOCK.advance(Duration.between(CLOCK.instant(), dayEnds).plusSeconds(1));

    assertThat(nextCommandOf(campaign, 2).recipients()).isEqualTo(10);
    assertThat(others).allSatisfy(one -> assertThat(commandsOf(one)).isEmpty());
  }

  @Test
  void whileItWaitsTheLaterJobsOfItsCampaignGo() {
    plan(10, 6, 5);
    ModelLimiter limiter = ModelLimiter.ofQuota(CLOCK, 10, dayEnds);
    limiter.decide(new Ask(account, 4, false, "others"));
    NEIGHBOURS.limiters.put(account, limiter);
    CampaignId campaign = aJobThatWasUnknown();

    SendCommand second = commandsOf(campaign, 2).getLast();

    assertThat(second.jobNo()).isEqualTo(2);
    assertThat(asksOf(campaign).get(1).reference()).as("asked first").endsWith("-1-2");
    assertThat(get("/api/v1/campaigns/" + campaign + "/progress").at("/held/0/jobs").asInt())
        .isEqualTo(1);
    assertThat(begin(second)).isEqualTo(Verdict.GO);
    report(second, new JobOutcome.Accepted("msg-" + second.jobId(), List.of()));
    eventually().until(this::isResting);
    CLOCK.advance(Duration.between(CLOCK.instant(), dayEnds).plusSeconds(1));
    assertThat(nextCommandOf(campaign, 2).jobNo()).isEqualTo(1);
    assertThat(jobStatus(campaign, 3)).isEqualTo("READY");
  }

  @Test
  void nothingOfItsCampaignPassesItWhileItsEarlierCallMayStillTurnUp() {
    plan(10, 5);
    CampaignId campaign = aJobThatWasJustFoundAbsent();
    plan(5);

    CampaignId other = aLaunchedCampaign();

    assertThat(nextCommandOf(other, 1).recipients()).isEqualTo(5);
    assertThat(asksOf(campaign))
        .extracting(Ask::reference)
        .noneMatch(reference -> reference.endsWith("-2-1"));
  }

  @Test
  void itIsNeverUnderWayBesideALaterJobOfItsCampaign() {
    plan(10, 5);
    NEIGHBOURS.limiters.put(account, ModelLimiter.ofQuota(CLOCK, 6, dayEnds));
    CountDownLatch asked = new CountDownLatch(1);
    NEIGHBOURS.meanwhile.put(
        account,
        ask -> {
          anotherReplicaSendsTheWhole(ask);
          asked.countDown();
        });

    CampaignId campaign = aJobThatWasUnknown();

    eventually().until(() -> asked.getCount() == 0 && lanes("lease is null") == 1);
    assertThat(jobStatus(campaign, 1)).isEqualTo("DISPATCHED");
    assertThat(jobStatus(campaign, 2)).isEqualTo("READY");
  }

  @Test
  void whileItWaitsItsAccountSendsWhatFits() {
    NEIGHBOURS.limiters.put(account, ModelLimiter.ofQuota(CLOCK, 6, dayEnds));
    CampaignId campaign = aJobThatWasUnknown();
    awaitHeldBy(campaign, "DAILY_QUOTA");
    plan(5);

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

  /** The jobs of the campaigns to come. */
  private void plan(int... recipients) {
    List<PlannedJob> jobs =
        IntStream.rangeClosed(1, recipients.length)
            .mapToObj(no -> new PlannedJob(no, account, "member-" + account, recipients[no - 1]))
            .toList();
    int all = IntStream.of(recipients).sum();
    NEIGHBOURS.audiences.put(corp, new FrozenAudience(all, Map.of(), all, jobs));
  }

  private void anotherReplicaSendsTheWhole(Ask later) {
    String campaign = later.reference().substring(0, later.reference().indexOf('-'));
    jdbc.sql(
            """
            update send_job set status = 'DISPATCHED', epoch = epoch + 1, permit_id = 'another',
              permit_expires_at = ?
            where campaign_id = ? and job_no = 1 and status = 'READY'
            """)
        .params(CLOCK.instant().plus(Duration.ofMinutes(5)), Long.valueOf(campaign))
        .update();
  }

  /** The job of a campaign that was sent before the limiter said anything. */
  private CampaignId aJobThatWasUnknown() {
    CampaignId campaign = aJobThatWasJustFoundAbsent();
    CLOCK.advance(Duration.ofSeconds(3));
    return campaign;
  }

  /** Its earlier call may still turn up, so it waits for a moment. */
  private CampaignId aJobThatWasJustFoundAbsent() {
    Map<AccountId, Decision> denied = Map.copyOf(NEIGHBOURS.denied);
    Map<AccountId, ModelLimiter> limiters = Map.copyOf(NEIGHBOURS.limiters);
    Map<AccountId, Consumer<Ask>> meanwhile = Map.copyOf(NEIGHBOURS.meanwhile);
    NEIGHBOURS.denied.clear();
    NEIGHBOURS.limiters.clear();
    NEIGHBOURS.meanwhile.clear();
    CampaignId campaign = aLaunchedCampaign();
    SendCommand command = begun(campaign, 1);
    report(command, new JobOutcome.Unknown("connection reset"));
    awaitJob(campaign, 1, "UNKNOWN");
    NEIGHBOURS.denied.putAll(denied);
    NEIGHBOURS.limiters.putAll(limiters);
    NEIGHBOURS.meanwhile.putAll(meanwhile);
    report(command, new JobOutcome.Absent("not in the list"));
    awaitJob(campaign, 1, "READY");
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
    return lanes("limited_by = 'DAILY_QUOTA' and rests_until > :now and lease is null") == 1;
  }

  private int lanes(String condition) {
    return jdbc.sql("select count(*) from lane where account_id = :account and " + condition)
        .param("account", account.value())
        .param("now", CLOCK.instant())
        .query(Integer.class)
        .single();
  }

  private int waiting() {
    return jdbc.sql("select count(*) from send_job where account_id = ? and status = 'READY'")
        .param(account.value())
        .query(Integer.class)
        .single();
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
