package io.qunfa.task;

import static org.assertj.core.api.Assertions.assertThat;

import io.qunfa.ids.AccountId;
import io.qunfa.ids.CampaignId;
import io.qunfa.job.BeginJob.Verdict;
import io.qunfa.permit.ReservePermits.Ask;
import io.qunfa.permit.ReservePermits.Decision;
import io.qunfa.permit.ReservePermits.Limit;
import io.qunfa.wire.JobOutcome;
import io.qunfa.wire.SendCommand;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Whose turn it is, in a lane and among lanes; a class that is passed over ages in ten minutes. */
class TurnTest extends TaskServiceTest {
  private static final Decision NOT_NOW =
      new Decision(0, null, null, Duration.ofMinutes(1), Limit.ACCOUNT_WINDOW);

  private final Set<AccountId> deniedHere = new HashSet<>();

  @AfterEach
  void nothingStaysBehind() {
    deniedHere.clear();
  }

  @Test
  void aLaneWithAnUrgentJobIsTakenBeforeLanesWithNormalOnes() {
    CampaignId normal = aDeniedCampaign("normal", 60);
    CampaignId high = aDeniedCampaign("high", 5);
    CampaignId urgent = aDeniedCampaign("urgent", 1);

    List<String> asked = askedWhenTheRestEnds(normal, high, urgent);

    assertThat(asked.subList(0, 6))
        .containsExactly(
            urgent.toString(),
            high.toString(),
            high.toString(),
            high.toString(),
            high.toString(),
            high.toString());
  }

  @Test
  void aLaneThatWasPassedOverForLongGoesBeforeUrgentOnes() {
    CampaignId low = aDeniedCampaign("low", 1);
    CLOCK.advance(Duration.ofMinutes(40));
    CampaignId urgent = aDeniedCampaign("urgent", 40);

    List<String> asked = askedWhenTheRestEnds(low, urgent);

    assertThat(asked.getFirst()).isEqualTo(low.toString());
  }

  @Test
  void aLowJobLeavesUnderAFloodOfUrgentOnesAndOnlyInItsTurn() {
    NEIGHBOURS.permitLifetime = Duration.ofHours(3);
    accountsWithOneJobEach(1, 10);
    List<CampaignId> urgent = new ArrayList<>();
    for (int i = 0; i < 6; i++) {
      urgent.add(launched("urgent"));
    }
    eventually().until(() -> sent(urgent).size() == 5);
    CampaignId firstLow = launched("low");
    CampaignId secondLow = launched("low");
    for (int i = 0; i < 6; i++) {
      urgent.add(launched("urgent"));
    }
    eventually().until(() -> jobs(urgent) == 12 && jobs(List.of(firstLow, secondLow)) == 2);

    accept(sent(urgent).getFirst());
    eventually().until(() -> sent(urgent).size() == 6);
    CLOCK.advance(Duration.ofMinutes(31));
    // The urgent ones have not been served for as long.
    accept(sent(urgent).get(1));
    eventually().until(() -> sent(urgent).size() == 7);
    accept(sent(urgent).get(2));

    SendCommand aged = commandsOf(firstLow, 1).getFirst();
    assertThat(sent(urgent)).hasSize(7);
    accept(aged);
    eventually().until(() -> sent(urgent).size() == 8);
    assertThat(commandsOf(secondLow)).isEmpty();
    CLOCK.advance(Duration.ofMinutes(31));
    accept(sent(urgent).get(3));
    eventually().until(() -> sent(urgent).size() == 9);
    accept(sent(urgent).get(4));
    assertThat(commandsOf(secondLow, 1)).hasSize(1);
  }

  private CampaignId aDeniedCampaign(String priority, int accounts) {
    List<AccountId> all = accountsWithOneJobEach(accounts, 10);
    all.forEach(account -> NEIGHBOURS.denied.put(account, NOT_NOW));
    deniedHere.addAll(all);
    CampaignId campaign = launched(priority);
    eventually().until(() -> limited(campaign) == accounts);
    return campaign;
  }

  /** The campaigns that were asked for, in the order of the questions. */
  private List<String> askedWhenTheRestEnds(CampaignId... campaigns) {
    eventually().until(() -> limited(campaigns) == deniedHere.size());
    int before = NEIGHBOURS.asks.size();
    CLOCK.advance(Duration.ofSeconds(61));
    eventually().until(() -> askedSince(before).size() >= deniedHere.size());
    return askedSince(before);
  }

  private List<String> askedSince(int before) {
    return NEIGHBOURS.asks.stream()
        .skip(before)
        .filter(ask -> deniedHere.contains(ask.accountId()))
        .map(Ask::reference)
        .map(reference -> reference.substring(0, reference.indexOf('-')))
        .toList();
  }

  private int limited(CampaignId... campaigns) {
    return jdbc.sql(
            """
            select count(*) from send_job j
            join lane l on l.tenant_id = j.tenant_id and l.account_id = j.account_id
            where j.campaign_id in (:campaigns) and j.status = 'READY' and l.rests_until > :now
            """)
        .param("campaigns", List.of(campaigns).stream().map(CampaignId::value).toList())
        .param("now", CLOCK.instant())
        .query(Integer.class)
        .single();
  }

  private int jobs(List<CampaignId> campaigns) {
    return jdbc.sql("select count(*) from send_job where campaign_id in (:campaigns)")
        .param("campaigns", campaigns.stream().map(CampaignId::value).toList())
        .query(Integer.class)
        .single();
  }

  private CampaignId launched(String priority) {
    Map<String, Object> campaign = aCampaign();
    campaign.put("priority", priority);
    CampaignId id = CampaignId.of(post("/api/v1/campaigns", campaign).get("campaignId").asText());
    post("/api/v1/campaigns/" + id + ":launch", Map.of());
    return id;
  }

  private List<SendCommand> sent(List<CampaignId> campaigns) {
    return campaigns.stream().flatMap(campaign -> commandsOf(campaign).stream()).toList();
  }

  private void accept(SendCommand command) {
    assertThat(begin(command)).isEqualTo(Verdict.GO);
    report(command, new JobOutcome.Accepted("msg-" + command.jobId(), List.of()));
  }
}
