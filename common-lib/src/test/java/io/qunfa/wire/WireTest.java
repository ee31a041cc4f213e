package io.qunfa.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.qunfa.channel.Channel;
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
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.FieldSource;

/**
 * The golden files are the contract with messages under way and with services of other versions.
 */
class WireTest {
  private static final ObjectMapper JSON = SuiteJson.mapper();
  private static final Instant AT = Instant.parse("2026-03-04T05:06:07.089Z");

  static final List<Arguments> MESSAGES =
      List.of(
          Arguments.of("send-command", aCommand("wwa1b2c3d4e5f6", "zhangsan", 42)),
          Arguments.of(
              "job-report-accepted",
              aReport(
                  new JobOutcome.Accepted(
                      "msgGCAAAXtWyujaWJHDDGi0mAAAA",
                      List.of(new JobOutcome.RefusedRecipient("wmRefused", 40096))))),
          Arguments.of(
              "job-report-deferred",
              aReport(
                  new JobOutcome.Deferred(
                      JobOutcome.DeferReason.LIMITED,
                      Duration.ofSeconds(65),
                      true,
                      45033,
                      "concurrency",
                      true))),
          Arguments.of(
              "job-report-refused", aReport(new JobOutcome.Refused(41048, "no such member"))),
          Arguments.of("job-report-unknown", aReport(new JobOutcome.Unknown("reset after 5 s"))),
          Arguments.of("job-report-absent", aReport(new JobOutcome.Absent("not in the list"))),
          Arguments.of(
              "job-report-receipts",
              aReport(
                  new JobOutcome.Receipts(
                      List.of(new JobOutcome.Receipt("wmSent", RecipientState.SENT)), true))),
          Arguments.of(
              "job-report-stopped",
              aReport(new JobOutcome.Stopped(RecipientState.CANCELLED, 41047, "no such task"))),
          Arguments.of(
              "job-report-withdrawn", aReport(new JobOutcome.Withdrawn(RecipientState.EXPIRED))));

  @ParameterizedTest
  @FieldSource("MESSAGES")
  void isWrittenAndReadAsTheGoldenFileSays(String name, Object message) throws Exception {
    JsonNode golden = GoldenJson.read(name + ".json");

    assertThat(JSON.<JsonNode>valueToTree(message)).isEqualTo(golden);
    assertThat((Object) JSON.treeToValue(golden, message.getClass())).isEqualTo(message);
  }

  @ParameterizedTest
  @FieldSource("MESSAGES")
  void fieldsOfANewerSenderAreIgnored(String name, Object message) throws Exception {
    ObjectNode newer = GoldenJson.read(name + ".json").deepCopy();
    newer.put("addedLater", 1);
    if (newer.get("outcome") instanceof ObjectNode outcome) {
      outcome.putObject("alsoAddedLater");
    }

    assertThat((Object) JSON.treeToValue(newer, message.getClass())).isEqualTo(message);
  }

  @ParameterizedTest
  @FieldSource("MESSAGES")
  void aReportThatLacksAPartDiesWhereItIsRead(String name, Object message) {
    ObjectNode whole = GoldenJson.read(name + ".json").deepCopy();
    if (!(whole.get("outcome") instanceof ObjectNode outcome)) {
      return;
    }

    for (String field : List.of("tenantId", "campaignId", "jobNo", "reportedAt", "outcome")) {
      assertThatThrownBy(() -> JSON.treeToValue(whole.deepCopy().without(field), JobReport.class))
          .as(field)
          .isInstanceOf(JsonProcessingException.class);
    }
    for (String field :
        List.of("msgid", "reason", "retryAfter", "evidence", "remaining", "receipts", "refused")) {
      boolean mayBeMissing =
          field.equals("evidence") && outcome.get("type").asText().equals("stopped");
      if (outcome.has(field) && !mayBeMissing) {
        ObjectNode broken = whole.deepCopy();
        broken.withObject("/outcome").remove(field);
        assertThatThrownBy(() -> JSON.treeToValue(broken, JobReport.class))
            .as(field)
            .isInstanceOf(JsonProcessingException.class);
      }
    }
  }

  @Test
  void aReceiptWithoutStateOrRecipientDiesWhereItIsRead() {
    for (String receipt : List.of("{\"externalUserId\":\"wm1\"}", "{\"state\":\"SENT\"}")) {
      assertThatThrownBy(() -> JSON.readValue(receipt, JobOutcome.Receipt.class))
          .isInstanceOf(JsonProcessingException.class);
    }
  }

  @Test
  void anotherVersionIsNotGuessedAt() {
    ObjectNode command = GoldenJson.read("send-command.json").deepCopy();
    ObjectNode report = GoldenJson.read("job-report-unknown.json").deepCopy();

    assertThatThrownBy(() -> JSON.treeToValue(command.put("version", 2), SendCommand.class))
        .hasMessageContaining("version 2 is not understood");
    assertThatThrownBy(() -> JSON.treeToValue(report.put("version", 0), JobReport.class))
        .hasMessageContaining("version 0 is not understood");
  }

  @Test
  void largestCommandStaysBelowOneKilobyte() throws Exception {
    SendCommand largest = aCommand("w".repeat(64), "客".repeat(64), Long.MAX_VALUE);

    assertThat(JSON.writeValueAsBytes(largest)).hasSizeLessThan(1024);
  }

  @Test
  void whatRemainsOfAStoppedJobIsAnEnd() {
    assertThatThrownBy(() -> new JobOutcome.Stopped(RecipientState.PLANNED))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> new JobOutcome.Withdrawn(RecipientState.SENT))
        .isInstanceOf(IllegalArgumentException.class);
  }

  private static SendCommand aCommand(String corp, String member, long id) {
    return new SendCommand(
        SendCommand.VERSION,
        new TenantId(1),
        new CorpId(corp),
        new CampaignId(id),
        3,
        2,
        Channel.API,
        new AccountId(id),
        new CredentialId(id),
        member,
        10_000,
        AT);
  }

  private static JobReport aReport(JobOutcome outcome) {
    return new JobReport(JobReport.VERSION, new TenantId(1), new CampaignId(42), 3, 2, AT, outcome);
  }
}
