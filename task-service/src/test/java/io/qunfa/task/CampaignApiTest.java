package io.qunfa.task;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.qunfa.audience.ExclusionReason;
import io.qunfa.audience.FrozenAudience;
import io.qunfa.ids.CampaignId;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.springframework.http.HttpMethod;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;

class CampaignApiTest extends TaskServiceTest {
  private static final String CAMPAIGNS = "/api/v1/campaigns";

  @Test
  void oneKeyMakesOneCampaign() {
    JsonNode first = bodyOf(exchange(HttpMethod.POST, CAMPAIGNS, aCampaign(), corp + "-1"));

    JsonNode second = bodyOf(exchange(HttpMethod.POST, CAMPAIGNS, aCampaign(), corp + "-1"));

    assertThat(second.get("campaignId")).isEqualTo(first.get("campaignId"));
  }

  @Test
  void sameKeyOtherBodyIsRefused() {
    exchange(HttpMethod.POST, CAMPAIGNS, aCampaign(), corp + "-1");
    Map<String, Object> other = aCampaign();
    other.put("name", "冬季新品");

    ResponseEntity<JsonNode> refused = exchange(HttpMethod.POST, CAMPAIGNS, other, corp + "-1");

    assertThat(refused.getStatusCode()).isEqualTo(HttpStatus.UNPROCESSABLE_ENTITY);
    assertThat(bodyOf(refused).get("code").asText()).isEqualTo("idempotency-key-reused");
  }

  @Test
  void launchingTwiceLaunchesOnce() {
    accountsWithOneJobEach(2, 10);
    CampaignId campaign = aDraft();

    JsonNode first = post(CAMPAIGNS + "/" + campaign + ":launch", Map.of());
    JsonNode second = post(CAMPAIGNS + "/" + campaign + ":launch", Map.of());

    assertThat(second.get("launchedAt")).isEqualTo(first.get("launchedAt"));
    assertThat(commandsOf(campaign, 2)).extracting(command -> command.epoch()).containsOnly(1);
    assertThat(NEIGHBOURS.freezes).filteredOn(corp::equals).hasSize(1);
  }

  @Test
  void fieldsThatDoNotExistAreRefused() {
    Map<String, Object> mistaken = aCampaign();
    mistaken.put("priorty", "high");

    ResponseEntity<JsonNode> refused = exchange(HttpMethod.POST, CAMPAIGNS, mistaken, null);

    assertThat(refused.getStatusCode()).isEqualTo(HttpStatus.BAD_REQUEST);
    assertThat(bodyOf(refused).toString()).contains("priorty");
  }

  @Test
  void missingFieldsAreNamed() {
    ResponseEntity<JsonNode> refused =
        exchange(HttpMethod.POST, CAMPAIGNS, Map.of("name", "x"), null);

    assertThat(refused.getStatusCode()).isEqualTo(HttpStatus.BAD_REQUEST);
    assertThat(bodyOf(refused).toString()).contains("/corpId", "/channel", "/content");
  }

  @Test
  void anEndBeforeTheBeginningIsRefused() {
    Map<String, Object> campaign = aCampaign();
    campaign.put(
        "schedule",
        Map.of(
            "at", CLOCK.instant().plus(Duration.ofHours(2)).toString(),
            "expireAt", CLOCK.instant().plus(Duration.ofHours(1)).toString()));

    ResponseEntity<JsonNode> refused = exchange(HttpMethod.POST, CAMPAIGNS, campaign, null);

    assertThat(refused.getStatusCode()).isEqualTo(HttpStatus.UNPROCESSABLE_ENTITY);
    assertThat(bodyOf(refused).toString()).contains("expireAt");
  }

  @Test
  void aPassedEndIsRefusedAtLaunch() {
    Map<String, Object> campaign = aCampaign();
    campaign.put(
        "schedule", Map.of("expireAt", CLOCK.instant().minus(Duration.ofHours(1)).toString()));
    String id = post(CAMPAIGNS, campaign).get("campaignId").asText();

    ResponseEntity<JsonNode> refused =
        exchange(HttpMethod.POST, CAMPAIGNS + "/" + id + ":launch", Map.of(), null);

    assertThat(refused.getStatusCode()).isEqualTo(HttpStatus.UNPROCESSABLE_ENTITY);
    assertThat(get(CAMPAIGNS + "/" + id).get("status").asText()).isEqualTo("DRAFT");
  }

  @Test
  void aChannelThatIsNotEnabledIsRefusedNow() {
    Map<String, Object> campaign = aCampaign();
    campaign.put("channel", "ipad");

    ResponseEntity<JsonNode> refused = exchange(HttpMethod.POST, CAMPAIGNS, campaign, null);

    assertThat(refused.getStatusCode()).isEqualTo(HttpStatus.UNPROCESSABLE_ENTITY);
    assertThat(bodyOf(refused).get("detail").asText()).contains("not enabled", corp.value());
  }

  @Test
  void attachmentsOfUnknownMediaAreRefused() {
    Map<String, Object> campaign = aCampaign();
    campaign.put(
        "content", Map.of("attachments", List.of(Map.of("type", "image", "media", "image-0000"))));

    ResponseEntity<JsonNode> refused = exchange(HttpMethod.POST, CAMPAIGNS, campaign, null);

    assertThat(refused.getStatusCode()).isEqualTo(HttpStatus.UNPROCESSABLE_ENTITY);
    assertThat(bodyOf(refused).toString()).contains("/content/attachments/0");
  }

  @Test
  void thePagesOfTheListHoldEveryCampaignOnce() {
    Set<String> made = new HashSet<>();
    for (int i = 0; i < 5; i++) {
      made.add(aDraft().toString());
    }

    Set<String> listed = new HashSet<>();
    String cursor = "";
    while (!listed.containsAll(made)) {
      JsonNode page = get(CAMPAIGNS + "?limit=2" + cursor);
      page.get("items")
          .forEach(item -> assertThat(listed.add(item.get("campaignId").asText())).isTrue());
      cursor = "&cursor=" + page.get("nextCursor").asText();
    }

    assertThat(listed).containsAll(made);
  }

  @Test
  void listAndProgressAndCommandsDoNotReadTheAudience() {
    CampaignId campaign = aDraft();
    jdbc.sql("update campaign set audience = '\"not read\"' where campaign_id = ?")
        .param(campaign.value())
        .update();
    try {
      assertThat(get(CAMPAIGNS + "?limit=1").at("/items/0/campaignId").asText())
          .isEqualTo(campaign.toString());
      assertThat(get(CAMPAIGNS + "/" + campaign + "/progress").get("status").asText())
          .isEqualTo("DRAFT");
    } finally {
      jdbc.sql("delete from campaign where campaign_id = ?").param(campaign.value()).update();
    }
  }

  @Test
  void aCampaignThatReachesNobodyFinishesAndSaysWhy() {
    NEIGHBOURS.audiences.put(
        corp, new FrozenAudience(3, Map.of(ExclusionReason.NO_SENDER, 3L), 0, List.of()));

    CampaignId campaign = aLaunchedCampaign();

    awaitStatus(campaign, "FINISHED");
    assertThat(get(CAMPAIGNS + "/" + campaign).get("statusReason").asText())
        .contains("Nobody was sent to", "NO_SENDER 3");
  }

  @Test
  void aCampaignSaysWhatItWaitsForAndGoesOnByItself() {
    accountsWithOneJobEach(1, 10);
    NEIGHBOURS.dataServiceAway = true;
    CampaignId campaign = aLaunchedCampaign();
    eventually()
        .until(
            () ->
                get(CAMPAIGNS + "/" + campaign)
                    .path("waitingFor")
                    .asText()
                    .contains("Tried again at"));

    NEIGHBOURS.dataServiceAway = false;

    assertThat(commandsOf(campaign, 1)).hasSize(1);
    assertThat(get(CAMPAIGNS + "/" + campaign).path("waitingFor").asText("")).isIn("", "null");
  }

  @Test
  void aCampaignStartsWhenItsTimeHasCome() {
    accountsWithOneJobEach(1, 10);
    Map<String, Object> later = aCampaign();
    later.put("schedule", Map.of("at", CLOCK.instant().plus(Duration.ofHours(1)).toString()));
    CampaignId campaign = CampaignId.of(post(CAMPAIGNS, later).get("campaignId").asText());
    post(CAMPAIGNS + "/" + campaign + ":launch", Map.of());
    assertThat(statusOf(campaign)).isEqualTo("SCHEDULED");

    CLOCK.advance(Duration.ofHours(1));

    assertThat(commandsOf(campaign, 1)).hasSize(1);
  }

  @Test
  void aCampaignThatExpiresBeforeItStartsSendsNothing() {
    accountsWithOneJobEach(1, 10);
    Map<String, Object> later = aCampaign();
    later.put(
        "schedule",
        Map.of(
            "at", CLOCK.instant().plus(Duration.ofHours(1)).toString(),
            "expireAt", CLOCK.instant().plus(Duration.ofHours(2)).toString()));
    CampaignId campaign = CampaignId.of(post(CAMPAIGNS, later).get("campaignId").asText());
    post(CAMPAIGNS + "/" + campaign + ":launch", Map.of());

    CLOCK.advance(Duration.ofHours(3));

    awaitStatus(campaign, "CANCELLED");
    assertThat(get(CAMPAIGNS + "/" + campaign).get("statusReason").asText())
        .contains("expired", "nobody was sent to");
    assertThat(NEIGHBOURS.freezes).doesNotContain(corp);
  }

  @Test
  void anIdThatNoLedgerCanHoldIsRefusedAtTheDoor() {
    Map<String, Object> campaign = aCampaign();
    campaign.put("audience", Map.of("externalUserIds", List.of("wm1", "客户1")));

    ResponseEntity<JsonNode> refused = exchange(HttpMethod.POST, CAMPAIGNS, campaign, null);

    assertThat(refused.getStatusCode()).isEqualTo(HttpStatus.BAD_REQUEST);
    assertThat(bodyOf(refused).toString()).contains("/audience", "客户1");
  }

  @Test
  void aCampaignWhoseAudienceIsRefusedFailsAndSaysWhy() {
    accountsWithOneJobEach(1, 10);
    NEIGHBOURS.refusedCorps.add(corp);

    CampaignId campaign = aLaunchedCampaign();

    awaitStatus(campaign, "FAILED");
    assertThat(get(CAMPAIGNS + "/" + campaign).get("statusReason").asText())
        .contains("No ledger can hold this.", "nobody was sent to");
    assertThat(NEIGHBOURS.freezes).filteredOn(corp::equals).hasSize(1);
  }

  @Test
  void aFinishedCampaignCannotBePaused() {
    NEIGHBOURS.audiences.put(corp, new FrozenAudience(0, Map.of(), 0, List.of()));
    CampaignId campaign = aLaunchedCampaign();
    awaitStatus(campaign, "FINISHED");

    ResponseEntity<JsonNode> refused =
        exchange(HttpMethod.POST, CAMPAIGNS + "/" + campaign + ":pause", Map.of(), null);

    assertThat(refused.getStatusCode()).isEqualTo(HttpStatus.CONFLICT);
    assertThat(bodyOf(refused).get("code").asText()).isEqualTo("wrong-state");
  }

  @Test
  void aPreviewSaysWhatALaunchWouldDo() {
    accountsWithOneJobEach(3, 10);
    CampaignId campaign = aDraft();

    JsonNode preview = post(CAMPAIGNS + "/" + campaign + ":preview", Map.of());

    assertThat(preview.get("planned").asInt()).isEqualTo(30);
    assertThat(preview.get("jobs").asInt()).isEqualTo(3);
    assertThat(preview.get("predictedFinish").asText()).isNotEmpty();
    assertThat(statusOf(campaign)).isEqualTo("DRAFT");
  }
}
