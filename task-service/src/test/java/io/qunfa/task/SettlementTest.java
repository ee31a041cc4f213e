package io.qunfa.task;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.qunfa.ids.AccountId;
import io.qunfa.ids.CampaignId;
import io.qunfa.job.BeginJob.Verdict;
import io.qunfa.job.ClaimMsgid;
import io.qunfa.job.TakenMsgids;
import io.qunfa.wire.JobOutcome;
import io.qunfa.wire.JobOutcome.DeferReason;
import io.qunfa.wire.SendCommand;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class SettlementTest extends TaskServiceTest {
  @Test
  void settlementReplayChangesNothing() {
    accountsWithOneJobEach(1, 10);
    CampaignId campaign = aLaunchedCampaign();
    SendCommand command = begun(campaign, 1);
    JobOutcome accepted = new JobOutcome.Accepted("msg-" + campaign, List.of());
    report(command, accepted);
    awaitJob(campaign, 1, "ACCEPTED");
    Map<String, Object> before = row(campaign);

    for (int i = 0; i < 5; i++) {
      report(command, accepted);
      report(command, deferred(DeferReason.LIMITED, Duration.ofSeconds(1), true, 45009));
      report(command, new JobOutcome.Unknown("late"));
      report(command, new JobOutcome.Absent("late"));
    }
    report(command, new JobOutcome.Receipts(List.of(), true));

    awaitStatus(campaign, "FINISHED");
    Map<String, Object> after = row(campaign);
    assertThat(after).containsEntry("status", "ACCEPTED").containsEntry("msgid", "msg-" + campaign);
    assertThat(after.get("epoch")).isEqualTo(before.get("epoch"));
    assertThat(verdictsOn(campaign)).containsExactly("USED");
  }

  @Test
  void aLateAcceptanceSettlesAnUnknownJob() {
    accountsWithOneJobEach(1, 10);
    CampaignId campaign = aLaunchedCampaign();
    SendCommand command = begun(campaign, 1);
    report(command, new JobOutcome.Unknown("connection reset"));
    awaitJob(campaign, 1, "UNKNOWN");

    report(command, new JobOutcome.Accepted("msg-" + campaign, List.of()));

    awaitJob(campaign, 1, "ACCEPTED");
  }

  @Test
  void anAbsentJobIsSentAgain() {
    accountsWithOneJobEach(1, 10);
    CampaignId campaign = aLaunchedCampaign();
    SendCommand command = begun(campaign, 1);
    report(command, new JobOutcome.Unknown("connection reset"));
    awaitJob(campaign, 1, "UNKNOWN");

    report(command, new JobOutcome.Absent("not in the list"));

    assertThat(begin(nextCommandOf(campaign, 2))).isEqualTo(Verdict.GO);
  }

  @Test
  void anAcceptanceThatComesAfterAllIsBelievedBeforeASecondSending() {
    accountsWithOneJobEach(1, 10);
    CampaignId campaign = aLaunchedCampaign();
    SendCommand first = begun(campaign, 1);
    report(first, new JobOutcome.Unknown("connection reset"));
    report(first, new JobOutcome.Absent("not in the list"));
    SendCommand second = nextCommandOf(campaign, 2);

    report(first, new JobOutcome.Accepted("msg-" + campaign, List.of()));
    awaitJob(campaign, 1, "ACCEPTED");

    assertThat(begin(second)).isEqualTo(Verdict.SETTLED);
  }

  @Test
  void aRedeliveredCopyThatIsPutOffDoesNotEndTheCallUnderWay() {
    accountsWithOneJobEach(1, 10);
    CampaignId campaign = aLaunchedCampaign();
    SendCommand command = begun(campaign, 1);

    report(
        command,
        new JobOutcome.Deferred(
            DeferReason.NOT_STARTED, Duration.ZERO, false, 0, "a survivor found no slot"));
    report(command, new JobOutcome.Accepted("msg-" + campaign, List.of()));

    awaitJob(campaign, 1, "ACCEPTED");
    assertThat(row(campaign)).containsEntry("epoch", 1).containsEntry("evidence", null);
  }

  @Test
  void aLimitThatWasHitRestsTheWholeLane() {
    AccountId account = accountsWithOneJobEach(1, 10).getFirst();
    CampaignId campaign = aLaunchedCampaign();
    SendCommand command = begun(campaign, 1);

    report(command, deferred(DeferReason.LIMITED, Duration.ofMinutes(1), true, 45009));
    awaitJob(campaign, 1, "READY");

    assertThat(
            jdbc.sql("select limited_by from lane where account_id = ? and limited_until > ?")
                .params(account.value(), CLOCK.instant())
                .query(String.class)
                .single())
        .isEqualTo("LIMITED");
    eventually().until(() -> !verdictsOn(campaign).isEmpty());
    assertThat(verdictsOn(campaign)).containsExactly("PUSHED_BACK");
    CLOCK.advance(Duration.ofSeconds(61));
    assertThat(begin(nextCommandOf(campaign, 2))).isEqualTo(Verdict.GO);
  }

  @Test
  void aWrongConfigurationRestsTheLaneAndIsVisible() {
    accountsWithOneJobEach(1, 10);
    CampaignId campaign = aLaunchedCampaign();
    SendCommand command = nextCommandOf(campaign, 1);

    report(command, deferred(DeferReason.CONFIGURATION, Duration.ZERO, false, 60020));
    awaitJob(campaign, 1, "READY");

    assertThat(get("/api/v1/campaigns/" + campaign).get("waitingFor").asText())
        .contains("CONFIGURATION", "because of the test");
  }

  @Test
  void aJobWhoseChannelStaysAwayBecomesADeadLetter() {
    accountsWithOneJobEach(1, 10);
    CampaignId campaign = aLaunchedCampaign();

    for (int epoch = 1; epoch <= 21; epoch++) {
      SendCommand command = nextCommandOf(campaign, epoch);
      report(command, deferred(DeferReason.CHANNEL_UNAVAILABLE, Duration.ZERO, false, -1));
      String next = epoch == 21 ? "DEAD" : "READY";
      awaitJob(campaign, 1, next);
      CLOCK.advance(Duration.ofMinutes(5));
    }

    JsonNode letters = get("/api/v1/dead-letters?campaignId=" + campaign).get("items");
    assertThat(letters)
        .singleElement()
        .satisfies(
            letter -> {
              assertThat(letter.get("jobNo").asInt()).isEqualTo(1);
              assertThat(letter.get("reason").asText()).isEqualTo("CHANNEL_UNAVAILABLE");
              assertThat(letter.get("evidence").asText()).isEqualTo("because of the test");
            });
    assertThat(statusOf(campaign)).isEqualTo("RUNNING");
  }

  @Test
  void aRefusedJobIsFinal() {
    accountsWithOneJobEach(1, 10);
    CampaignId campaign = aLaunchedCampaign();
    SendCommand command = begun(campaign, 1);

    report(command, new JobOutcome.Refused(41048, "no customer to send to"));

    awaitStatus(campaign, "FINISHED");
    assertThat(row(campaign)).containsEntry("status", "REFUSED").containsEntry("code", 41048);
  }

  @Test
  void oneTaskAtWeComBelongsToOneJob() {
    accountsWithOneJobEach(2, 10);
    CampaignId campaign = aLaunchedCampaign();
    List<SendCommand> commands = commandsOf(campaign, 2);
    commands.forEach(command -> assertThat(begin(command)).isEqualTo(Verdict.GO));

    report(commands.get(0), new JobOutcome.Accepted("msg-" + campaign, List.of()));
    awaitJob(campaign, commands.get(0).jobNo(), "ACCEPTED");
    report(commands.get(1), new JobOutcome.Accepted("msg-" + campaign, List.of()));
    report(commands.get(1), new JobOutcome.Unknown("whose was it"));

    awaitJob(campaign, commands.get(1).jobNo(), "UNKNOWN");
  }

  @Test
  void aSendingThatWasFoundIsOneJobsAlone() {
    accountsWithOneJobEach(3, 10);
    CampaignId campaign = aLaunchedCampaign();
    List<SendCommand> commands = commandsOf(campaign, 3);
    commands.forEach(command -> assertThat(begin(command)).isEqualTo(Verdict.GO));
    String first = "msg-" + campaign;
    String second = "msg-of-the-second-" + campaign;
    report(commands.get(0), new JobOutcome.Accepted(first, List.of()));
    awaitJob(campaign, commands.get(0).jobNo(), "ACCEPTED");
    for (SendCommand lost : commands.subList(1, 3)) {
      report(lost, new JobOutcome.Unknown("connection reset"));
      awaitJob(campaign, lost.jobNo(), "UNKNOWN");
    }

    assertThat(taken(first, second)).containsExactly(first);
    assertThat(claim(commands.get(1), first)).isEqualTo(ClaimMsgid.Verdict.ANOTHERS);
    assertThat(claim(commands.get(1), second)).isEqualTo(ClaimMsgid.Verdict.YOURS);
    assertThat(claim(commands.get(1), second)).isEqualTo(ClaimMsgid.Verdict.YOURS);
    assertThat(claim(commands.get(2), second)).isEqualTo(ClaimMsgid.Verdict.ANOTHERS);
    report(commands.get(1), new JobOutcome.Absent("an older list"));
    report(commands.get(1), new JobOutcome.Accepted(second, List.of()));
    awaitJob(campaign, commands.get(1).jobNo(), "ACCEPTED");
    assertThat(claim(commands.get(1), second)).isEqualTo(ClaimMsgid.Verdict.SETTLED);
    assertThat(taken(first, second)).containsExactlyInAnyOrder(first, second);
  }

  @Test
  void anUnreadableReportDoesNotStopTheOthers() {
    accountsWithOneJobEach(1, 10);
    CampaignId campaign = aLaunchedCampaign();
    SendCommand command = begun(campaign, 1);
    String unique = "ours" + campaign;

    rabbit.convertAndSend("mass_results", "result.accepted", "{\"not\": " + unique);
    report(command, new JobOutcome.Accepted("msg-" + campaign, List.of()));

    awaitJob(campaign, 1, "ACCEPTED");
    eventually()
        .until(
            () ->
                get("/api/v1/dead-letters?queue=task_results&reason=UNREADABLE&text=" + unique)
                        .get("items")
                        .size()
                    == 1);
  }

  @Test
  void aReportThatLacksAPartIsADeadLetterAndDoesNotStopTheOthers() {
    accountsWithOneJobEach(1, 10);
    CampaignId campaign = aLaunchedCampaign();
    SendCommand command = begun(campaign, 1);
    String whole =
        """
        {"version":1,"tenantId":"1","campaignId":"%s","jobNo":%d,"epoch":1,
         "reportedAt":"2026-03-04T05:06:07Z"%s}\
        """;
    String unknown = ",\"outcome\":{\"type\":\"unknown\",\"evidence\":\"reset\"}";

    rabbit.convertAndSend("mass_results", "result.accepted", whole.formatted(campaign, 1, ""));
    rabbit.convertAndSend("mass_results", "result.accepted", whole.formatted(campaign, 0, unknown));
    rabbit.convertAndSend("mass_results", "result.accepted", "null");
    report(command, new JobOutcome.Accepted("msg-" + campaign, List.of()));

    awaitJob(campaign, 1, "ACCEPTED");
    List<String> why =
        List.of("outcome is missing", "job number must be at least 1", "JSON's null");
    for (String each : why) {
      eventually()
          .until(
              () ->
                  get("/api/v1/dead-letters?queue=task_results&text=" + each).get("items").size()
                      > 0);
    }
  }

  private ClaimMsgid.Verdict claim(SendCommand command, String msgid) {
    ClaimMsgid claim =
        new ClaimMsgid(
            command.tenantId(), command.campaignId(), command.jobNo(), command.epoch(), msgid);
    return ClaimMsgid.Verdict.valueOf(
        post("/internal/v1/msgids:claim", claim).get("verdict").asText());
  }

  private List<String> taken(String... msgids) {
    return json.convertValue(
            post("/internal/v1/msgids:taken", new TakenMsgids(TENANT, corp, List.of(msgids))),
            TakenMsgids.Answer.class)
        .msgids();
  }

  private static JobOutcome deferred(
      DeferReason reason, Duration retryAfter, boolean gate, int code) {
    return new JobOutcome.Deferred(reason, retryAfter, gate, code, "because of the test").afterGo();
  }

  private List<String> verdictsOn(CampaignId campaign) {
    return NEIGHBOURS.settlements.stream()
        .filter(settled -> settled.permitId().startsWith("permit-" + campaign + "-"))
        .map(settled -> settled.verdict().name())
        .toList();
  }

  private Map<String, Object> row(CampaignId campaign) {
    return jdbc.sql("select * from send_job where campaign_id = ? and job_no = 1")
        .param(campaign.value())
        .query()
        .singleRow();
  }
}
