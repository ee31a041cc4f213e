package io.qunfa.data;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.qunfa.audience.AudiencePreview;
import io.qunfa.audience.AudienceRule;
import io.qunfa.audience.ExclusionReason;
import io.qunfa.audience.FreezeAudience;
import io.qunfa.audience.Sender;
import io.qunfa.channel.Channel;
import io.qunfa.ids.AccountId;
import io.qunfa.ids.CorpId;
import io.qunfa.ids.TenantId;
import io.qunfa.protection.Exemption;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.LongStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.simple.JdbcClient;

/** The export that companies really hand over comes out as expected.json says. */
@DataServiceTest
final class SampleExportTest {
  private static final Path SAMPLES = Path.of("..", "samples");
  private static final TenantId TENANT = new TenantId(701);
  private static final CorpId CORP = new CorpId("wwSampleExport");

  private final Operator operator;
  private final JdbcClient jdbc;
  private final JsonNode expected;

  SampleExportTest(
      @Autowired Operator operator, @Autowired JdbcClient jdbc, @Autowired ObjectMapper json)
      throws IOException {
    this.operator = operator;
    this.jdbc = jdbc;
    this.expected = json.readTree(SAMPLES.resolve("expected.json").toFile());
  }

  @BeforeEach
  void suppressions() {
    JsonNode done =
        operator.imports(
            TENANT, "/api/v1/suppressions:import?corpId=" + CORP, SAMPLES.resolve("opt-outs.csv"));
    assertThat(done.path("status").asText()).isEqualTo("DONE");
    assertThat(done.path("imported").asLong()).isEqualTo(number("opt_outs"));
  }

  @Test
  void importsExactlyAndAgainChangesNothing() {
    JsonNode first = importContacts();

    assertThat(first.path("status").asText()).isEqualTo("DONE");
    assertThat(first.path("rows").asLong()).isEqualTo(number("rows"));
    assertThat(first.path("rejected").asLong()).isEqualTo(number("rejected_rows"));
    assertThat(first.path("rejections")).hasSize((int) number("rejected_rows"));
    assertThat(first.path("duplicates").asLong()).isEqualTo(248);
    assertThat(first.path("contacts").asLong()).isEqualTo(number("contacts"));
    assertThat(first.path("relations").asLong()).isEqualTo(number("relations"));
    assertThat(count("select count(*) from member where tenant_id = 701"))
        .isEqualTo(number("members"));
    requireExpectedAudiences();
    long tags = count("select count(*) from contact_tag where tenant_id = 701");

    JsonNode again = importContacts();

    for (String figure :
        List.of("rows", "imported", "duplicates", "rejected", "contacts", "relations")) {
      assertThat(again.path(figure)).as(figure).isEqualTo(first.path(figure));
    }
    assertThat(count("select count(*) from contact_tag where tenant_id = 701")).isEqualTo(tags);
    requireExpectedAudiences();
  }

  private void requireExpectedAudiences() {
    AudiencePreview all = preview(new AudienceRule(null, null, null, null, null));
    assertThat(all.targeted()).isEqualTo(number("contacts"));
    assertThat(all.planned()).isEqualTo(number("audience_all_minus_optouts"));

    AudiencePreview rule =
        preview(new AudienceRule(List.of("VIP", "老客"), null, List.of("已投诉"), null, null));
    assertThat(rule.planned()).isEqualTo(number("audience_VIP_or_老客_not_已投诉_minus_optouts"));
    assertThat(rule.excluded())
        .containsOnlyKeys(ExclusionReason.SUPPRESSED)
        .containsEntry(ExclusionReason.SUPPRESSED, number("excluded_optout_in_that_audience"));
    assertThat(rule.perAccount()).hasSize(20);
    assertThat(rule.perAccount().stream().mapToLong(AudiencePreview.AccountShare::recipients).sum())
        .isEqualTo(rule.planned());
  }

  private AudiencePreview preview(AudienceRule rule) {
    List<Sender> senders =
        LongStream.rangeClosed(1, 20)
            .mapToObj(n -> new Sender(new AccountId(n), "member%03d".formatted(n), 0, 10_000))
            .toList();
    return operator.read(
        operator.internalPost(
            "/internal/v1/campaigns/1:preview",
            new FreezeAudience(TENANT, CORP, Channel.API, rule, senders, Exemption.NONE)),
        AudiencePreview.class);
  }

  private JsonNode importContacts() {
    return operator.imports(
        TENANT, "/api/v1/contacts:import?corpId=" + CORP, SAMPLES.resolve("contacts.csv"));
  }

  private long number(String key) {
    assertThat(expected.has(key)).as(key).isTrue();
    return expected.path(key).asLong();
  }

  private long count(String sql) {
    return jdbc.sql(sql).query(Long.class).single();
  }
}
