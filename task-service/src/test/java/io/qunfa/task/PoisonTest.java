package io.qunfa.task;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.rabbitmq.client.Channel;
import com.rabbitmq.client.GetResponse;
import io.qunfa.ids.CampaignId;
import io.qunfa.wire.JobOutcome;
import io.qunfa.wire.SendCommand;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.springframework.amqp.core.Message;
import org.springframework.amqp.core.MessageBuilder;
import org.springframework.amqp.core.QueueInformation;
import org.springframework.amqp.rabbit.connection.ChannelProxy;
import org.springframework.amqp.rabbit.connection.Connection;
import org.springframework.http.HttpMethod;
import org.springframework.http.HttpStatus;

/** Messages that no service can work with: they never loop, never block, never vanish. */
class PoisonTest extends TaskServiceTest {
  private static final String REPORTS = "task_results";
  private static final String COMMANDS = "api_tasks";

  @Test
  void poisonIsKeptWithItsBytesAndHeadersAndHoldsNobodyUp() {
    accountsWithOneJobEach(1, 10);
    CampaignId campaign = aLaunchedCampaign();
    SendCommand command = begun(campaign, 1);
    byte[] bytes = {(byte) 0xff, 0, 1, (byte) 0xfe};

    toReports(bytes, "binary-" + campaign);
    report(command, new JobOutcome.Accepted("msg-" + campaign, List.of()));

    awaitJob(campaign, 1, "ACCEPTED");
    JsonNode letter = detail(letterWithHeader("binary-" + campaign));
    assertThat(letter.get("kind").asText()).isEqualTo("MESSAGE");
    assertThat(letter.get("reason").asText()).isEqualTo("UNREADABLE");
    assertThat(letter.get("queue").asText()).isEqualTo(REPORTS);
    assertThat(letter.at("/payload/base64").asText()).isEqualTo("/wAB/g==");
    assertThat(letter.at("/payload/size").asInt()).isEqualTo(4);
    assertThat(letter.at("/payload/text").isNull()).isTrue();
    assertThat(letter.at("/headers/marked").asText()).isEqualTo("binary-" + campaign);
    assertThat(letter.at("/headers/x-death").asText()).contains("rejected", REPORTS);
    assertThat(waitingIn(REPORTS)).isZero();
    assertThat(waitingIn(REPORTS + ".dead")).isZero();
  }

  @Test
  void replayedPoisonGoesToItsQueueAndIsTheSameLetterAgain() {
    String mark = "version-" + corp;
    toReports("{\"version\":99,\"jobNo\":1,\"epoch\":1}".getBytes(StandardCharsets.UTF_8), mark);
    String letter = letterWithHeader(mark);

    post("/api/v1/dead-letters/" + letter + ":replay", Map.of("reason", "the release is out"));

    eventually().until(() -> detail(letter).get("attempts").asInt() == 2);
    JsonNode again = detail(letter);
    assertThat(again.get("state").asText()).isEqualTo("DEAD");
    assertThat(again.get("evidence").asText()).contains("version 99");
    assertThat(again.at("/headers/marked").asText()).isEqualTo(mark);
    assertThat(again.get("history").findValuesAsText("became"))
        .containsExactly("DEAD", "REPLAYED", "DEAD");
    JsonNode discarded =
        post("/api/v1/dead-letters/" + letter + ":discard", Map.of("reason", "from a test bench"));
    assertThat(discarded.get("state").asText()).isEqualTo("DISCARDED");
  }

  @Test
  void ofALargeBodyTheBeginningIsKeptAndItCannotBeReplayed() {
    String mark = "large-" + corp;
    toReports(("{\"text\": \"" + "x".repeat(5000)).getBytes(StandardCharsets.UTF_8), mark);
    String letter = letterWithHeader(mark);

    assertThat(detail(letter).at("/payload/size").asInt()).isEqualTo(5010);
    assertThat(detail(letter).at("/payload/text").asText()).hasSize(1024);
    assertThat(
            exchange(HttpMethod.POST, "/api/v1/dead-letters/" + letter + ":replay", null, null)
                .getStatusCode())
        .isEqualTo(HttpStatus.CONFLICT);
    assertThat(detail(letter).get("state").asText()).isEqualTo("DEAD");
  }

  @Test
  void whatKillsItsReadersIsTakenOutOfTheQueueAndComesBackByItselfLater() throws Exception {
    accountsWithOneJobEach(1, 10);
    NEIGHBOURS.permitLifetime = Duration.ofHours(1);
    CampaignId campaign = aLaunchedCampaign();
    eventually().until(() -> waitingIn(COMMANDS) == 1);

    for (int death = 0; death <= 20; death++) {
      aReaderTakesItAndDies();
    }

    eventually().until(() -> messageOf(campaign, "DEAD").size() == 1);
    JsonNode letter = messageOf(campaign, "DEAD").get(0);
    assertThat(letter.get("reason").asText()).isEqualTo("DELIVERY_LIMIT");
    assertThat(letter.get("channel").asText()).isEqualTo("api");
    assertThat(waitingIn(COMMANDS)).isZero();
    CLOCK.advance(Duration.ofMinutes(16));
    eventually().until(() -> messageOf(campaign, "REPLAYED").size() == 1);
    assertThat(nextCommandOf(campaign, 1).jobNo()).isEqualTo(1);
  }

  @Test
  void aCommandWhoseJobIsAtTheChannelIsNotPutBeforeAnExecutorAgain() throws Exception {
    accountsWithOneJobEach(1, 10);
    CampaignId campaign = aLaunchedCampaign();
    SendCommand command = begun(campaign, 1);
    byte[] copy = json.writeValueAsBytes(command);
    rabbit.send("", COMMANDS, MessageBuilder.withBody(copy).build());
    aReaderRejectsIt();
    eventually().until(() -> messageOf(campaign, "DEAD").size() == 1);
    JsonNode letter = messageOf(campaign, "DEAD").get(0);

    JsonNode problem =
        bodyOf(
            exchange(
                HttpMethod.POST,
                "/api/v1/dead-letters/" + letter.get("id").asText() + ":replay",
                null,
                null));

    assertThat(letter.get("reason").asText()).isEqualTo("REJECTED");
    assertThat(problem.get("code").asText()).isEqualTo("may-have-been-sent");
    assertThat(waitingIn(COMMANDS)).isZero();
  }

  @Test
  void aForgedMarkOfTheBrokerIsHarmless() {
    String mark = "forged-" + corp;
    Message forged =
        MessageBuilder.withBody("[]".getBytes(StandardCharsets.UTF_8))
            .setHeader("marked", mark)
            .setHeader("x-death", "nothing of the broker's")
            .build();

    rabbit.send("", REPORTS + ".dead", forged);

    assertThat(detail(letterWithHeader(mark)).get("reason").asText()).isEqualTo("UNREADABLE");
  }

  private void toReports(byte[] body, String mark) {
    Message message =
        MessageBuilder.withBody(body)
            .setMessageId(mark)
            .setHeader("marked", mark)
            .setHeader("springBatchFormat", "lengthHeader4")
            .build();
    rabbit.send("mass_results", "result.accepted", message);
  }

  private String letterWithHeader(String mark) {
    eventually().until(() -> !idsWithHeader(mark).isEmpty());
    List<Long> ids = idsWithHeader(mark);
    assertThat(ids).hasSize(1);
    return ids.getFirst().toString();
  }

  private List<Long> idsWithHeader(String mark) {
    return jdbc.sql("select dead_letter_id from dead_letter where instr(headers, ?) > 0")
        .param(mark)
        .query(Long.class)
        .list();
  }

  private JsonNode detail(String letter) {
    return get("/api/v1/dead-letters/" + letter);
  }

  private JsonNode messageOf(CampaignId campaign, String state) {
    return get("/api/v1/dead-letters?kind=MESSAGE&campaignId=" + campaign + "&state=" + state)
        .get("items");
  }

  private void aReaderTakesItAndDies() throws Exception {
    Connection connection = rabbit.getConnectionFactory().createConnection();
    Channel reader = connection.createChannel(false);
    Channel itself = reader instanceof ChannelProxy proxy ? proxy.getTargetChannel() : reader;
    eventually().until(() -> take(itself) != null);
    itself.close();
  }

  private void aReaderRejectsIt() {
    eventually()
        .until(
            () ->
                Boolean.TRUE.equals(
                    rabbit.execute(
                        reader -> {
                          GetResponse taken = take(reader);
                          if (taken != null) {
                            reader.basicReject(taken.getEnvelope().getDeliveryTag(), false);
                          }
                          return taken != null;
                        })));
  }

  private static @Nullable GetResponse take(Channel reader) throws IOException {
    return reader.basicGet(COMMANDS, false);
  }

  private long waitingIn(String queue) {
    QueueInformation information = admin.getQueueInfo(queue);
    assertThat(information).isNotNull();
    return information.getMessageCount();
  }
}
