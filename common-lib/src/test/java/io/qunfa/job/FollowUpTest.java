package io.qunfa.job;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.qunfa.fixture.GoldenJson;
import io.qunfa.fixture.SuiteJson;
import io.qunfa.ids.AccountId;
import io.qunfa.ids.CampaignId;
import io.qunfa.ids.CorpId;
import io.qunfa.ids.CredentialId;
import io.qunfa.ids.TenantId;
import io.qunfa.ledger.RecipientState;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class FollowUpTest {
  private static final ObjectMapper JSON = SuiteJson.mapper();
  private static final Instant AT = Instant.parse("2026-03-04T05:06:07.089Z");
  private static final FollowUp STOP =
      new FollowUp(
          FollowUp.Kind.STOP,
          new TenantId(1),
          new CorpId("wwa1b2c3d4e5f6"),
          new CampaignId(42),
          3,
          2,
          new AccountId(42),
          new CredentialId(42),
          "zhangsan",
          10_000,
          "msgGCAAAXtWyujaWJHDDGi0mAAAA",
          null,
          AT,
          RecipientState.CANCELLED,
          AT.plusSeconds(120),
          new FollowUp.Position("CURSOR", true));

  @Test
  void aFollowUpIsWrittenAndReadAsTheGoldenFileSays() throws Exception {
    assertGolden("follow-up.json", STOP);
  }

  @Test
  void aHandBackIsWrittenAndReadAsTheGoldenFileSays() throws Exception {
    assertGolden(
        "follow-up-hand-back.json",
        STOP.handBack(Duration.ofSeconds(65), new FollowUp.Position("NEXT", false)));
  }

  @Test
  void whoKnowsNoPlaceToGoOnLeavesItOut() throws Exception {
    ObjectNode without = GoldenJson.read("follow-up-hand-back.json").deepCopy();
    without.remove("position");

    assertThat(JSON.treeToValue(without, FollowUp.HandBack.class))
        .isEqualTo(STOP.handBack(Duration.ofSeconds(65), null));
  }

  private static void assertGolden(String name, Object message) throws Exception {
    JsonNode golden = GoldenJson.read(name);

    assertThat(JSON.<JsonNode>valueToTree(message)).isEqualTo(golden);
    assertThat((Object) JSON.treeToValue(golden, message.getClass())).isEqualTo(message);
  }
}
