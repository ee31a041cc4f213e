package io.qunfa.e2e;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import de.siegmar.fastcsv.reader.CsvReader;
import de.siegmar.fastcsv.reader.NamedCsvRecord;
import io.qunfa.e2e.client.CampaignDraft;
import io.qunfa.e2e.client.Campaigns;
import io.qunfa.e2e.client.Json;
import io.qunfa.e2e.client.Operator;
import io.qunfa.e2e.client.Progress;
import io.qunfa.e2e.client.Received;
import java.io.IOException;
import java.io.InputStream;
import java.net.http.HttpRequest.BodyPublishers;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** The main job with the sample export: import, audience, campaign, report. */
@WithSuite
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class SampleCampaignTest {
  private static final String CORP = "ww-sample";
  private static final List<String> WANTED = List.of("VIP", "老客");
  private static final String UNWANTED = "已投诉";
  private static final Map<String, Object> RULE =
      Map.of("anyTags", WANTED, "noneTags", List.of(UNWANTED));

  private final SuiteUnderTest suite;
  private final Operator operator;
  private final SampleData sample = new SampleData();
  private final JsonNode expected = SampleData.expected();
  private JsonNode firstImport = Json.object();

  SampleCampaignTest(SuiteUnderTest suite) {
    this.suite = suite;
    this.operator = suite.operator();
  }

  @BeforeAll
  void handOverTheExport() throws IOException {
    List<String> members = List.copyOf(sample.members());
    suite.simulator().corp(CORP, "sample-secret", members);
    suite.simulator().contacts(CORP, BodyPublishers.ofString(sample.relationsAtWecom()));
    operator.corps().open(CORP, "sample-secret");
    operator.corps().addAccounts(CORP, members, 5_000);
    firstImport =
        operator.imports().contacts(CORP, BodyPublishers.ofFile(SampleData.contactsFile()));
    JsonNode optOuts =
        operator.imports().suppressions(CORP, BodyPublishers.ofFile(SampleData.optOutsFile()));
    assertThat(optOuts.path("imported").asLong()).isEqualTo(number("opt_outs"));
  }

  @Test
  void theTestsOwnReadingOfTheFilesIsTheExpectedOne() {
    assertThat(sample.rejected()).isEqualTo(number("rejected_rows"));
    assertThat(sample.contacts()).hasSize((int) number("contacts"));
    assertThat(sample.relations()).isEqualTo(number("relations"));
    assertThat(sample.members()).hasSize((int) number("members"));
  }

  @Test
  void sampleExportImportsExactlyAndAgainChangesNothing() throws IOException {
    assertThat(firstImport.path("rows").asLong()).isEqualTo(number("rows"));
    assertThat(firstImport.path("rejected").asLong()).isEqualTo(number("rejected_rows"));
    assertThat(firstImport.path("rejections")).hasSize((int) number("rejected_rows"));
    assertThat(firstImport.path("contacts").asLong()).isEqualTo(number("contacts"));
    assertThat(firstImport.path("relations").asLong()).isEqualTo(number("relations"));
    List<JsonNode> before = operator.imports().listContacts(CORP);
    assertThat(idsOf(before)).isEqualTo(sample.contacts());
    assertThat(before).hasSize(sample.contacts().size());

    JsonNode again =
        operator.imports().contacts(CORP, BodyPublishers.ofFile(SampleData.contactsFile()));

    for (String figure :
        List.of("rows", "imported", "duplicates", "rejected", "contacts", "relations")) {
      assertThat(again.path(figure)).as(figure).isEqualTo(firstImport.path(figure));
    }
    assertThat(operator.imports().listContacts(CORP)).isEqualTo(before);
  }

  @Test
  void everyoneButTheOptedOutIsCountedInThePreview() {
    String id = operator.campaigns().created(CampaignDraft.of(CORP, "an alle"));

    JsonNode preview = operator.campaigns().preview(id);

    assertThat(preview.path("targeted").asLong()).isEqualTo(number("contacts"));
    assertThat(preview.path("planned").asLong()).isEqualTo(number("audience_all_minus_optouts"));
  }

  @Test
  void demoCampaignReachesExactlyTheExpectedAudience() throws IOException {
    Campaigns campaigns = operator.campaigns();
    Set<String> audience = sample.tagged(WANTED, UNWANTED);
    Set<String> reached = new HashSet<>(audience);
    reached.removeAll(sample.optOuts());
    assertThat(reached).hasSize((int) number("audience_VIP_or_老客_not_已投诉_minus_optouts"));
    Received before = suite.simulator().received();

    String id = campaigns.launched(CampaignDraft.of(CORP, "秋季新品上线").audience(RULE));
    List<Progress> readings = Books.watchUntilFinished(campaigns, id, Duration.ofMinutes(2));

    Received received = suite.simulator().received().by(sample.members()).since(before);
    assertThat(received.repeated()).isEmpty();
    assertThat(received.recipients()).isEqualTo(reached);
    assertThat(received.rows()).allMatch(row -> sample.follows(row.sender(), row.externalUserId()));
    assertThat(readings).hasSizeGreaterThan(10);
    assertReportAgrees(campaigns.report(id), received);
    assertThat(recipientsInCsv(id)).hasSize(audience.size());
  }

  private void assertReportAgrees(JsonNode report, Received received) {
    long optedOut = number("excluded_optout_in_that_audience");
    Books.assertBalanced(report);
    assertThat(Json.counts(report.path("excluded"))).isEqualTo(Map.of("SUPPRESSED", optedOut));
    assertThat(Json.counts(report.path("states")))
        .isEqualTo(Map.of("EXCLUDED", optedOut, "SENT", (long) received.rows().size()));
    Map<String, Long> perSender = new HashMap<>();
    received.rows().forEach(row -> perSender.merge(row.sender(), 1L, Long::sum));
    Map<String, Long> reported = new HashMap<>();
    report
        .path("perSender")
        .forEach(
            row ->
                reported.put(
                    row.path("memberUserid").asText(), row.path("states").path("SENT").asLong()));
    assertThat(reported).isEqualTo(perSender);
  }

  private Set<String> recipientsInCsv(String id) throws IOException {
    Set<String> ids = new HashSet<>();
    try (InputStream csv = operator.campaigns().recipientsCsv(id);
        CsvReader<NamedCsvRecord> rows =
            CsvReader.builder().detectBomHeader(true).ofNamedCsvRecord(csv, UTF_8)) {
      rows.forEach(row -> ids.add(row.getField("external_userid")));
    }
    return ids;
  }

  private static Set<String> idsOf(List<JsonNode> contacts) {
    Set<String> ids = new HashSet<>();
    contacts.forEach(contact -> ids.add(contact.path("externalUserId").asText()));
    return ids;
  }

  private long number(String name) {
    return expected.path(name).asLong();
  }
}
