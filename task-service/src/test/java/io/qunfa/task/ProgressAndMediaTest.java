package io.qunfa.task;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.qunfa.audience.ExclusionReason;
import io.qunfa.audience.FrozenAudience;
import io.qunfa.identity.Claims;
import io.qunfa.ids.CampaignId;
import io.qunfa.ledger.LedgerCounts;
import io.qunfa.ledger.RecipientState;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.springframework.core.io.ByteArrayResource;
import org.springframework.http.HttpEntity;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpMethod;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.util.LinkedMultiValueMap;
import org.springframework.util.MultiValueMap;

class ProgressAndMediaTest extends TaskServiceTest {
  @Test
  void whatIsOnItsWayIsSplitOffPlannedAndTheSumHolds() {
    accountsWithOneJobEach(2, 10);
    CampaignId campaign = aLaunchedCampaign();
    commandsOf(campaign, 2);
    NEIGHBOURS.ledgers.put(
        campaign.value(),
        new LedgerCounts(
            24,
            Map.of(
                RecipientState.PLANNED, 15L,
                RecipientState.ISSUED, 5L,
                RecipientState.EXCLUDED, 4L),
            Map.of(ExclusionReason.SUPPRESSED, 4L)));

    JsonNode progress = get("/api/v1/campaigns/" + campaign + "/progress");

    assertThat(progress.at("/states/IN_FLIGHT").asInt()).isEqualTo(15);
    assertThat(progress.at("/states/ISSUED").asInt()).isEqualTo(5);
    assertThat(progress.at("/excluded/SUPPRESSED").asInt()).isEqualTo(4);
    assertThat(progress.get("balanced").asBoolean()).isTrue();
    int sum = 0;
    for (JsonNode count : progress.get("states")) {
      sum += count.asInt();
    }
    assertThat(sum).isEqualTo(progress.get("targeted").asInt());
  }

  @Test
  void theStreamEndsWithTheCampaign() {
    NEIGHBOURS.audiences.put(corp, new FrozenAudience(0, Map.of(), 0, List.of()));
    CampaignId campaign = aLaunchedCampaign();
    HttpHeaders headers = new HttpHeaders();
    headers.setAccept(List.of(MediaType.TEXT_EVENT_STREAM));
    headers.setBearerAuth(token(Claims.OPERATOR));

    ResponseEntity<String> stream =
        http.exchange(
            "/api/v1/campaigns/" + campaign + "/progress",
            HttpMethod.GET,
            new HttpEntity<>(headers),
            String.class);

    assertThat(stream.getHeaders().getContentType()).isNotNull();
    assertThat(stream.getBody()).contains("event:progress", "\"status\":\"FINISHED\"");
  }

  @Test
  void aFileIsStoredOnceAndComesBackWhole() {
    byte[] video = new byte[5 << 20];
    new Random(1).nextBytes(video);
    System.arraycopy("ftypmp42".getBytes(StandardCharsets.US_ASCII), 0, video, 4, 8);

    String first = bodyOf(upload("video", "发布会.mp4", "video/mp4", video)).get("media").asText();
    String second = bodyOf(upload("video", "b.mp4", "video/mp4", video)).get("media").asText();

    assertThat(second).isEqualTo(first);
    ResponseEntity<byte[]> back = download(first);
    assertThat(Arrays.equals(back.getBody(), video)).isTrue();
    assertThat(back.getHeaders().getContentType()).isEqualTo(MediaType.valueOf("video/mp4"));
    assertThat(back.getHeaders().getContentDisposition().getFilename()).isEqualTo("发布会.mp4");
    Map<String, Object> campaign = aCampaign();
    campaign.put(
        "content", Map.of("attachments", List.of(Map.of("type", "video", "media", first))));
    assertThat(exchange(HttpMethod.POST, "/api/v1/campaigns", campaign, null).getStatusCode())
        .isEqualTo(HttpStatus.CREATED);
  }

  @Test
  void aFileThatIsNotWhatItSaysIsRefused() {
    assertThat(
            upload("image", "a.png", "image/png", "not a picture".getBytes(StandardCharsets.UTF_8))
                .getStatusCode())
        .isEqualTo(HttpStatus.UNSUPPORTED_MEDIA_TYPE);
    assertThat(upload("image", "a.gif", "image/gif", new byte[100]).getStatusCode())
        .isEqualTo(HttpStatus.UNSUPPORTED_MEDIA_TYPE);
    assertThat(upload("image", "a.png", "image/png", new byte[(10 << 20) + 1]).getStatusCode())
        .isEqualTo(HttpStatus.PAYLOAD_TOO_LARGE);
    assertThat(upload("file", "a.txt", "text/plain", new byte[5]).getStatusCode())
        .isEqualTo(HttpStatus.BAD_REQUEST);
  }

  @Test
  void thePublicPathsNeedALogin() {
    assertThat(http.getForEntity("/api/v1/campaigns", JsonNode.class).getStatusCode())
        .isEqualTo(HttpStatus.UNAUTHORIZED);
    assertThat(http.getForEntity("/actuator/health/readiness", JsonNode.class).getStatusCode())
        .isEqualTo(HttpStatus.OK);
    assertThat(http.getForEntity("/actuator/prometheus", String.class).getBody())
        .contains(
            "mass_tasks_created_total",
            "mass_tasks_success_total",
            "lanes_due",
            "lanes_limited",
            "outbox_messages",
            "outbox_oldest_age_seconds",
            "jobs_unknown",
            "jobs_dead");
  }

  private ResponseEntity<JsonNode> upload(String kind, String name, String type, byte[] bytes) {
    HttpHeaders part = new HttpHeaders();
    part.setContentType(MediaType.valueOf(type));
    ByteArrayResource file =
        new ByteArrayResource(bytes) {
          @Override
          public String getFilename() {
            return name;
          }
        };
    MultiValueMap<String, Object> form = new LinkedMultiValueMap<>();
    form.add("file", new HttpEntity<>(file, part));
    HttpHeaders headers = new HttpHeaders();
    headers.setContentType(MediaType.MULTIPART_FORM_DATA);
    headers.setBearerAuth(token(Claims.OPERATOR));
    return http.exchange(
        "/api/v1/media?kind=" + kind,
        HttpMethod.POST,
        new HttpEntity<>(form, headers),
        JsonNode.class);
  }

  private ResponseEntity<byte[]> download(String media) {
    HttpHeaders headers = new HttpHeaders();
    headers.setBearerAuth(token(Claims.SERVICE));
    return http.exchange(
        "/internal/v1/media/" + media + "?tenantId=1",
        HttpMethod.GET,
        new HttpEntity<>(headers),
        byte[].class);
  }
}
