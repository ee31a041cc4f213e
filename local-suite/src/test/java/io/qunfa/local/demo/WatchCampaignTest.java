package io.qunfa.local.demo;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class WatchCampaignTest {
  private static final WatchCampaign.Bounds NO_TIME =
      new WatchCampaign.Bounds(Duration.ZERO, Duration.ZERO);

  private final ByteArrayOutputStream said = new ByteArrayOutputStream();
  private final Terminal terminal = new Terminal(new PrintStream(said, true, UTF_8), 0, false);

  @Test
  void campaignThatNobodyWasSentToIsAFailure() {
    WatchCampaign watch = watching("RUNNING", "\"EXCLUDED\":3,\"PLANNED\":7");

    assertThatThrownBy(() -> watch.run(7))
        .isInstanceOf(DemoFailure.class)
        .hasMessageContaining("0 of 7 recipients")
        .hasMessageContaining("./qunfa logs");
  }

  @Test
  void ledgerThatDoesNotBalanceIsAFailure() {
    WatchCampaign watch = watching("RUNNING", "\"EXCLUDED\":3,\"PLANNED\":6");

    assertThatThrownBy(() -> watch.run(7)).hasMessageContaining("does not balance");
  }

  @Test
  void membersWhoTakeTheirTimeAreSaidAndNoFailure() {
    watching("RUNNING", "\"EXCLUDED\":3,\"ISSUED\":2,\"SENT\":5").run(7);

    assertThat(said.toString(UTF_8)).contains("2 recipients are not final yet");
  }

  @Test
  void finishedCampaignHasNothingOpen() {
    watching("FINISHED", "\"EXCLUDED\":3,\"SENT\":7").run(7);

    assertThat(said.toString(UTF_8)).doesNotContain("not final yet");
  }

  private WatchCampaign watching(String status, String states) {
    JsonNode progress =
        json("{\"status\":\"%s\",\"targeted\":10,\"states\":{%s}}".formatted(status, states));
    return new WatchCampaign(terminal, NO_TIME, () -> progress);
  }

  private static JsonNode json(String text) {
    try {
      return new ObjectMapper().readTree(text);
    } catch (JsonProcessingException impossible) {
      throw new AssertionError(impossible);
    }
  }
}
