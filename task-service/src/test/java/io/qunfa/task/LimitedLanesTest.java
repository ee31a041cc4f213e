package io.qunfa.task;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
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
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What limited accounts cost, counted in rows and questions. */
class LimitedLanesTest extends TaskServiceTest {
  private static final int DUE_TIMES = 5;

  @BeforeEach
  void countRowUpdates() {
    jdbc.sql("create table if not exists lane_updates (corp_id varchar(64), n int)").update();
    jdbc.sql("drop trigger if exists count_lane_updates").update();
    jdbc.sql(
            """
            create trigger count_lane_updates after update on lane for each row
              update lane_updates set n = n + 1 where corp_id = new.corp_id
            """)
        .update();
    jdbc.sql("insert into lane_updates (corp_id, n) values (?, 0)").param(corp.value()).update();
  }

  @AfterEach
  void countNoMore() {
    jdbc.sql("drop trigger count_lane_updates").update();
  }

  @Test
  void aLimitedAccountCostsOneRowUpdateAndOneQuestionPerDueTime() {
    List<AccountId> accounts = accountsWithOneJobEach(30, 10);
    Decision notNow = new Decision(0, null, null, Duration.ofSeconds(60), Limit.ACCOUNT_WINDOW);
    accounts.forEach(account -> NEIGHBOURS.denied.put(account, notNow));
    aLaunchedCampaign();
    eventually().until(() -> resting() == 30);
    int updates = laneUpdates();
    long asks = asksFor(accounts);

    for (int i = 0; i < DUE_TIMES; i++) {
      CLOCK.advance(Duration.ofSeconds(61));
      eventually().until(() -> resting() == 30);
    }

    assertThat(asksFor(accounts) - asks).isEqualTo(30 * DUE_TIMES);
    assertThat(laneUpdates() - updates).isEqualTo(30 * DUE_TIMES);
  }

  @Test
  void aLimitOfTheWholeCorpIsAskedForOncePerDueTimeAndLetsAllGoAfterwards() {
    List<AccountId> accounts = accountsWithOneJobEach(150, 10);
    Decision nobody =
        new Decision(0, null, null, Duration.ofSeconds(60), Limit.LIMITER_UNAVAILABLE);
    accounts.forEach(account -> NEIGHBOURS.denied.put(account, nobody));
    CampaignId campaign = aLaunchedCampaign();
    eventually().until(() -> jointRests() == 1 && asksFor(accounts) > 0);
    eventually().until(() -> leased() == 0);
    long asks = asksFor(accounts);
    int updates = laneUpdates();
    JsonNode held = get("/api/v1/campaigns/" + campaign + "/progress").get("held");

    for (int i = 0; i < DUE_TIMES; i++) {
      CLOCK.advance(Duration.ofSeconds(61));
      eventually().until(() -> jointRests() == 1);
    }

    assertThat(asksFor(accounts) - asks).isEqualTo(DUE_TIMES);
    assertThat(laneUpdates() - updates).isLessThanOrEqualTo(2 * DUE_TIMES);
    assertThat(held).hasSize(1);
    assertThat(held.get(0).get("reason").asText()).isEqualTo("LIMITER_UNAVAILABLE");
    assertThat(held.get(0).get("accounts").asInt()).isEqualTo(150);
    assertThat(held.get(0).get("recipients").asInt()).isEqualTo(1500);
    NEIGHBOURS.denied.clear();
    CLOCK.advance(Duration.ofSeconds(61));
    assertThat(commandsOf(campaign, 150)).hasSize(150);
  }

  @Test
  void aLongWordIsAskedAboutAgainSinceLimitsAreChangedByPeople() {
    List<AccountId> accounts = accountsWithOneJobEach(1, 10);
    Decision tomorrow = new Decision(0, null, null, Duration.ofHours(9), Limit.DAILY_QUOTA);
    NEIGHBOURS.denied.put(accounts.getFirst(), tomorrow);
    CampaignId campaign = aLaunchedCampaign();
    eventually().until(() -> resting() == 1);
    assertThat(get("/api/v1/campaigns/" + campaign).get("waitingFor").asText())
        .contains(
            "DAILY_QUOTA", CLOCK.instant().plus(Duration.ofHours(8)).toString().substring(0, 11));
    NEIGHBOURS.denied.clear();

    CLOCK.advance(Duration.ofMinutes(6));

    assertThat(commandsOf(campaign, 1)).hasSize(1);
    assertThat(get("/api/v1/campaigns/" + campaign).hasNonNull("waitingFor")).isFalse();
  }

  @Test
  void aLongWordOfTheWholeCorpIsAskedAboutAgainToo() {
    List<AccountId> accounts = accountsWithOneJobEach(3, 10);
    Decision tonight = new Decision(0, null, null, Duration.ofHours(9), Limit.API_BLOCKED);
    accounts.forEach(account -> NEIGHBOURS.denied.put(account, tonight));
    CampaignId campaign = aLaunchedCampaign();
    eventually().until(() -> jointRests() == 1);
    JsonNode held = get("/api/v1/campaigns/" + campaign + "/progress").get("held");
    assertThat(Instant.parse(held.get(0).get("until").asText()))
        .isAfter(CLOCK.instant().plus(Duration.ofHours(8)));
    NEIGHBOURS.denied.clear();

    CLOCK.advance(Duration.ofMinutes(6));

    assertThat(commandsOf(campaign, 3)).hasSize(3);
    assertThat(get("/api/v1/campaigns/" + campaign + "/progress").get("held")).isEmpty();
  }

  @Test
  void lanesThatRestTogetherTryOneAfterTheOther() {
    List<AccountId> accounts = accountsWithOneJobEach(3, 10);
    Decision nobody = new Decision(0, null, null, Duration.ofSeconds(60), Limit.API_BLOCKED);
    accounts.forEach(account -> NEIGHBOURS.denied.put(account, nobody));
    aLaunchedCampaign();
    eventually().until(() -> jointRests() == 1 && leased() == 0);
    int before = NEIGHBOURS.asks.size();

    for (int tries = 1; tries <= 3; tries++) {
      long asks = asksFor(accounts);
      CLOCK.advance(Duration.ofSeconds(61));
      eventually().until(() -> asksFor(accounts) > asks && jointRests() == 1 && leased() == 0);
    }

    assertThat(NEIGHBOURS.asks.stream().skip(before).map(Ask::accountId))
        .filteredOn(accounts::contains)
        .containsExactlyInAnyOrderElementsOf(accounts);
  }

  @Test
  void lanesThatWaitForACallToEndTryWhenOneHasEnded() {
    List<AccountId> accounts = accountsWithOneJobEach(2, 10);
    Decision crowded = new Decision(0, null, null, Duration.ofSeconds(60), Limit.API_CONCURRENCY);
    NEIGHBOURS.denied.put(accounts.getLast(), crowded);
    CampaignId campaign = aLaunchedCampaign();
    SendCommand underWay = nextCommandOf(campaign, 1);
    eventually().until(() -> jointRests() == 1 && leased() == 0);
    NEIGHBOURS.denied.clear();

    assertThat(begin(underWay)).isEqualTo(Verdict.GO);
    report(underWay, new JobOutcome.Accepted("msg-" + underWay.jobId(), List.of()));

    assertThat(commandsOf(campaign, 2)).hasSize(2);
  }

  @Test
  void anAccountThatIsResumedSendsAtOnceAndOthersAreNotAskedFor() {
    List<AccountId> accounts = accountsWithOneJobEach(2, 10);
    Decision paused = new Decision(0, null, null, Duration.ofMinutes(1), Limit.ACCOUNT_STATE);
    accounts.forEach(account -> NEIGHBOURS.denied.put(account, paused));
    CampaignId campaign = aLaunchedCampaign();
    eventually().until(() -> resting() == 2 && leased() == 0);
    long asks = asksFor(accounts);

    NEIGHBOURS.denied.remove(accounts.getFirst());

    assertThat(commandsOf(campaign, 1).getFirst().accountId()).isEqualTo(accounts.getFirst());
    assertThat(asksFor(accounts) - asks).isEqualTo(1);
  }

  private long asksFor(List<AccountId> accounts) {
    Set<AccountId> these = Set.copyOf(accounts);
    return NEIGHBOURS.asks.stream().filter(ask -> these.contains(ask.accountId())).count();
  }

  private int laneUpdates() {
    return count("select n from lane_updates where corp_id = :corp");
  }

  private int resting() {
    return count("select count(*) from lane where corp_id = :corp and rests_until > :now");
  }

  private int leased() {
    return count("select count(*) from lane where corp_id = :corp and lease is not null");
  }

  private int jointRests() {
    return count("select count(*) from joint_rest where corp_id = :corp and rests_until > :now");
  }

  private int count(String sql) {
    return jdbc.sql(sql)
        .param("corp", corp.value())
        .param("now", CLOCK.instant())
        .query(Integer.class)
        .single();
  }
}
