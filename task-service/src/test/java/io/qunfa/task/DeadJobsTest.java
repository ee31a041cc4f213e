package io.qunfa.task;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.qunfa.ids.AccountId;
import io.qunfa.ids.CampaignId;
import io.qunfa.job.BeginJob.Verdict;
import io.qunfa.permit.ReservePermits.Decision;
import io.qunfa.permit.ReservePermits.Limit;
import io.qunfa.wire.JobOutcome;
import io.qunfa.wire.JobOutcome.DeferReason;
import io.qunfa.wire.SendCommand;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;
import org.springframework.amqp.core.Message;
import org.springframework.http.HttpMethod;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;

/** Jobs that gave up, and what people and the policy make of them. */
class DeadJobsTest extends TaskServiceTest {
  private static final Decision NOT_NOW =
      new Decision(0, null, null, Duration.ofSeconds(60), Limit.ACCOUNT_WINDOW);

  @Test
  void aReplayedJobTakesItsPermitAsAnyOtherAndLeavesUnderANewEpoch() {
    AccountId account = accountsWithOneJobEach(1, 10).getFirst();
    CampaignId campaign = aCampaignWhoseJobsDie(1);
    String letter = letterOf(campaign);
    NEIGHBOURS.denied.put(account, NOT_NOW);

    JsonNode replayed =
        post("/api/v1/dead-letters/" + letter + ":replay", Map.of("reason", "he is gone"));

    assertThat(replayed.get("state").asText()).isEqualTo("REPLAYED");
    eventually().until(() -> "ACCOUNT_WINDOW".equals(heldBy(campaign)));
    NEIGHBOURS.denied.clear();
    CLOCK.advance(Duration.ofSeconds(61));
    SendCommand second = nextCommandOf(campaign, 2);
    assertThat(begin(second)).isEqualTo(Verdict.GO);
    assertThat(begin(second, 1)).isEqualTo(Verdict.STALE);
    assertThat(history(letter))
        .containsExactly(
            "DEAD by null: ONE_OF_MANY: one of them", "REPLAYED by tester: he is gone");
  }

  @Test
  void aJobThatDiesAgainIsTheSameLetterWithAllOfItsTriesBeforeItInBetween() {
    accountsWithOneJobEach(1, 10);
    CampaignId campaign = aLaunchedCampaign();
    SendCommand first = nextCommandOf(campaign, 1);
    jdbc.sql("update send_job set deferrals = 20 where campaign_id = ?")
        .param(campaign.value())
        .update();
    report(first, deferred(DeferReason.CHANNEL_UNAVAILABLE));
    awaitJob(campaign, 1, "DEAD");
    String letter = letterOf(campaign);

    post("/api/v1/dead-letters/" + letter + ":replay", Map.of());
    report(nextCommandOf(campaign, 2), deferred(DeferReason.CHANNEL_UNAVAILABLE));
    awaitJob(campaign, 1, "READY");
    CLOCK.advance(Duration.ofSeconds(2));
    report(nextCommandOf(campaign, 3), deferred(DeferReason.ONE_OF_MANY));
    awaitJob(campaign, 1, "DEAD");

    JsonNode again = get("/api/v1/dead-letters/" + letterOf(campaign));
    assertThat(again.get("id").asText()).isEqualTo(letter);
    assertThat(again.get("attempts").asInt()).isEqualTo(3);
    assertThat(again.get("reason").asText()).isEqualTo("ONE_OF_MANY");
    assertThat(again.at("/payload/text").asText())
        .contains("\"recipients\":10", "\"dispatches\":3");
    assertThat(again.get("history")).hasSize(3);
  }

  @Test
  void aDiscardedJobIsGivenUpForAReasonAndItsCampaignCanFinish() {
    accountsWithOneJobEach(1, 10);
    CampaignId campaign = aCampaignWhoseJobsDie(1);
    String path = "/api/v1/dead-letters/" + letterOf(campaign) + ":discard";

    HttpStatus withoutReason = statusOf(exchange(HttpMethod.POST, path, Map.of(), null));
    JsonNode discarded = post(path, Map.of("reason", "the contact asked us to"));
    JsonNode repeated = post(path, Map.of("reason", "once more"));

    assertThat(withoutReason).isEqualTo(HttpStatus.BAD_REQUEST);
    assertThat(discarded.get("state").asText()).isEqualTo("DISCARDED");
    assertThat(repeated).isEqualTo(discarded);
    awaitStatus(campaign, "FINISHED");
    assertThat(jobStatus(campaign, 1)).isEqualTo("CANCELLED");
    assertThat(ledgerHears("\"campaignId\":\"" + campaign + "\"", "withdrawn", "CANCELLED"))
        .isTrue();
    assertThat(history(discarded.get("id").asText()))
        .last()
        .isEqualTo("DISCARDED by tester: the contact asked us to");
  }

  @Test
  void whatMayHaveReachedTheChannelIsNeitherReplayedNorDiscarded() {
    accountsWithOneJobEach(1, 10);
    CampaignId campaign = aCampaignWhoseJobsDie(1);
    String letter = letterOf(campaign);
    post("/api/v1/dead-letters/" + letter + ":replay", Map.of());
    SendCommand second = begun(campaign, 2);

    assertThat(codeOfReplay(letter)).isEqualTo("may-have-been-sent");
    report(second, new JobOutcome.Unknown("connection reset"));
    awaitJob(campaign, 1, "UNKNOWN");

    assertThat(codeOfReplay(letter)).isEqualTo("may-have-been-sent");
    ResponseEntity<JsonNode> discard =
        exchange(
            HttpMethod.POST,
            "/api/v1/dead-letters/" + letter + ":discard",
            Map.of("reason", "no"),
            null);
    assertThat(statusOf(discard)).isEqualTo(HttpStatus.CONFLICT);
    assertThat(jobStatus(campaign, 1)).isEqualTo("UNKNOWN");
    assertThat(commandsOf(campaign)).hasSize(2);
  }

  @Test
  void aDeadJobThatTheChannelHadAfterAllIsNotSentAgain() {
    accountsWithOneJobEach(1, 10);
    CampaignId campaign = aLaunchedCampaign();
    SendCommand first = begun(campaign, 1);
    report(first, new JobOutcome.Unknown("connection reset"));
    report(first, new JobOutcome.Absent("not in the list"));
    report(nextCommandOf(campaign, 2), deferred(DeferReason.ONE_OF_MANY));
    awaitJob(campaign, 1, "DEAD");
    String letter = letterOf(campaign);

    report(first, new JobOutcome.Accepted("msg-" + campaign, List.of()));

    awaitJob(campaign, 1, "ACCEPTED");
    assertThat(codeOfReplay(letter)).isEqualTo("may-have-been-sent");
    assertThat(history(letter)).last().asString().startsWith("SETTLED by null");
  }

  @Test
  void aRepeatedReplayWithItsKeyAnswersTheSameAndWithoutItIsRefused() {
    accountsWithOneJobEach(1, 10);
    CampaignId campaign = aCampaignWhoseJobsDie(1);
    String path = "/api/v1/dead-letters/" + letterOf(campaign) + ":replay";
    String key = "replay-" + campaign;

    JsonNode first = bodyOf(exchange(HttpMethod.POST, path, null, key));
    JsonNode again = bodyOf(exchange(HttpMethod.POST, path, null, key));
    ResponseEntity<JsonNode> other = exchange(HttpMethod.POST, path, null, null);

    assertThat(again).isEqualTo(first);
    assertThat(bodyOf(other).get("code").asText()).isEqualTo("wrong-state");
    assertThat(commandsOf(campaign, 2)).hasSize(2);
  }

  @Test
  void manyAreDecidedByFilterInBoundedPortions() {
    accountsWithOneJobEach(5, 10);
    CampaignId campaign = aCampaignWhoseJobsDie(5);
    Map<String, String> ofCampaign = Map.of("campaignId", campaign.toString());

    JsonNode two = post("/api/v1/dead-letters:replay", Map.of("filter", ofCampaign, "limit", 2));
    JsonNode rest =
        post(
            "/api/v1/dead-letters:discard",
            Map.of(
                "filter",
                ofCampaign,
                "reason",
                "enough",
                "cursor",
                two.get("nextCursor").asText()));

    assertThat(two.get("done").asInt()).isEqualTo(2);
    assertThat(rest.get("done").asInt()).isEqualTo(3);
    assertThat(rest.get("nextCursor").isNull()).isTrue();
    assertThat(commandsOf(campaign, 7)).hasSize(7);
    assertThat(lettersOf(campaign, "REPLAYED")).hasSize(2);
    assertThat(lettersOf(campaign, "DISCARDED")).hasSize(3);
    assertThat(statusOf(exchange(HttpMethod.POST, "/api/v1/dead-letters:replay", Map.of(), null)))
        .isEqualTo(HttpStatus.BAD_REQUEST);
  }

  @Test
  void theListIsPagedAndFiltered() {
    accountsWithOneJobEach(3, 10);
    CampaignId campaign = aCampaignWhoseJobsDie(3);
    String list = "/api/v1/dead-letters?campaignId=" + campaign;

    JsonNode first = get(list + "&limit=2");
    JsonNode second = get(list + "&limit=2&cursor=" + first.get("nextCursor").asText());

    assertThat(first.get("items")).hasSize(2);
    assertThat(second.get("items")).hasSize(1);
    assertThat(second.get("nextCursor").isNull()).isTrue();
    assertThat(get(list + "&channel=api&reason=ONE_OF_MANY&text=one of").get("items")).hasSize(3);
    assertThat(get(list + "&channel=rpa").get("items")).isEmpty();
    assertThat(get(list + "&reason=NEVER_BEGAN").get("items")).isEmpty();
    assertThat(get(list + "&state=DISCARDED").get("items")).isEmpty();
    assertThat(get(list + "&diedTo=" + CLOCK.instant().minusSeconds(600)).get("items")).isEmpty();
    assertThat(get(list + "&diedFrom=" + CLOCK.instant().minusSeconds(600)).get("items"))
        .hasSize(3);
    assertThat(statusOf(exchange(HttpMethod.GET, list + "&state=LOST", null, null)))
        .isEqualTo(HttpStatus.BAD_REQUEST);
  }

  @Test
  void anotherTenantsLetterIsNotThere() {
    accountsWithOneJobEach(1, 10);
    CampaignId campaign = aCampaignWhoseJobsDie(1);
    String letter = letterOf(campaign);
    jdbc.sql("update dead_letter set tenant_id = 2 where dead_letter_id = ?")
        .param(letter)
        .update();

    for (String order : List.of(":replay", ":discard")) {
      assertThat(
              statusOf(
                  exchange(
                      HttpMethod.POST,
                      "/api/v1/dead-letters/" + letter + order,
                      Map.of("reason", "mine now"),
                      null)))
          .isEqualTo(HttpStatus.NOT_FOUND);
    }
    assertThat(lettersOf(campaign, "ANY")).isEmpty();
    assertThat(jobStatus(campaign, 1)).isEqualTo("DEAD");
    jdbc.sql("delete from dead_letter where dead_letter_id = ?").param(letter).update();
  }

  @Test
  void aCancelledCampaignTakesItsDeadJobsBack() {
    accountsWithOneJobEach(1, 10);
    CampaignId campaign = aCampaignWhoseJobsDie(1);
    String letter = letterOf(campaign);

    post("/api/v1/campaigns/" + campaign + ":cancel", Map.of());

    awaitJob(campaign, 1, "CANCELLED");
    assertThat(history(letter)).last().isEqualTo("WITHDRAWN by null: Its campaign has ended.");
  }

  @Test
  void causesInTheTransportAreReplayedWithoutAPersonButNotForEver() {
    accountsWithOneJobEach(2, 10);
    CampaignId campaign = aLaunchedCampaign();
    List<SendCommand> commands = commandsOf(campaign, 2);
    jdbc.sql("update send_job set deferrals = 20 where campaign_id = ?")
        .param(campaign.value())
        .update();
    commands.forEach(command -> report(command, deferred(DeferReason.CHANNEL_UNAVAILABLE)));
    eventually().until(() -> lettersOf(campaign, "DEAD").size() == 2);
    jdbc.sql("update dead_letter set auto_replays = 3 where campaign_id = ? and job_no = 1")
        .param(campaign.value())
        .update();

    CLOCK.advance(Duration.ofMinutes(16));

    awaitJob(campaign, 2, "DISPATCHED");
    assertThat(jobStatus(campaign, 1)).isEqualTo("DEAD");
    JsonNode replayed = lettersOf(campaign, "REPLAYED").get(0);
    assertThat(replayed.get("automaticReplays").asInt()).isEqualTo(1);
    assertThat(history(replayed.get("id").asText())).last().asString().contains("by automatic");
  }

  @Test
  void theMetricCountsWhatWaitsByQueueAndReason() {
    accountsWithOneJobEach(1, 10);
    aCampaignWhoseJobsDie(1);

    eventually()
        .until(
            () ->
                String.valueOf(http.getForObject("/actuator/prometheus", String.class))
                    .lines()
                    .anyMatch(
                        line ->
                            line.startsWith("mass_dead_letters{")
                                && line.contains("queue=\"api_tasks\"")
                                && line.contains("reason=\"ONE_OF_MANY\"")));
  }

  @Test
  void whoIsNoOperatorDecidesNothing() {
    assertThat(
            statusOf(
                exchangeAs(
                    "reader",
                    HttpMethod.POST,
                    "/api/v1/dead-letters:replay",
                    Map.of("filter", Map.of()),
                    null)))
        .isEqualTo(HttpStatus.FORBIDDEN);
  }

  /** Each is refused for one of its recipients. */
  private CampaignId aCampaignWhoseJobsDie(int jobs) {
    CampaignId campaign = aLaunchedCampaign();
    for (SendCommand command : commandsOf(campaign, jobs)) {
      report(command, deferred(DeferReason.ONE_OF_MANY));
      awaitJob(campaign, command.jobNo(), "DEAD");
    }
    return campaign;
  }

  private static JobOutcome deferred(DeferReason reason) {
    return new JobOutcome.Deferred(reason, Duration.ZERO, false, 0, "one of them").afterGo();
  }

  private String letterOf(CampaignId campaign) {
    JsonNode letters = lettersOf(campaign, "DEAD");
    assertThat(letters).hasSize(1);
    return letters.get(0).get("id").asText();
  }

  private JsonNode lettersOf(CampaignId campaign, String state) {
    return get("/api/v1/dead-letters?campaignId=" + campaign + "&state=" + state).get("items");
  }

  private List<String> history(String letter) {
    return StreamSupport.stream(
            get("/api/v1/dead-letters/" + letter).get("history").spliterator(), false)
        .map(
            event ->
                event.get("became").asText()
                    + " by "
                    + event.path("actor").asText(null)
                    + ": "
                    + event.get("reason").asText())
        .toList();
  }

  private String codeOfReplay(String letter) {
    ResponseEntity<JsonNode> answer =
        exchange(HttpMethod.POST, "/api/v1/dead-letters/" + letter + ":replay", null, null);
    assertThat(statusOf(answer)).isEqualTo(HttpStatus.CONFLICT);
    return bodyOf(answer).get("code").asText();
  }

  private static HttpStatus statusOf(ResponseEntity<JsonNode> answer) {
    return HttpStatus.valueOf(answer.getStatusCode().value());
  }

  private String heldBy(CampaignId campaign) {
    return jdbc.sql(
            """
            select coalesce(l.limited_by, '') from lane l
            join send_job j on j.tenant_id = l.tenant_id and j.account_id = l.account_id
            where j.campaign_id = ?
            """)
        .param(campaign.value())
        .query(String.class)
        .single();
  }

  private boolean ledgerHears(String... parts) {
    eventually()
        .until(
            () -> {
              Message heard = rabbit.receive(ClearUp.LEDGER);
              String text =
                  heard == null ? "" : new String(heard.getBody(), StandardCharsets.UTF_8);
              return List.of(parts).stream().allMatch(text::contains);
            });
    return true;
  }
}
