package io.qunfa.data;

import static io.qunfa.data.Ledgers.EVERYONE;
import static io.qunfa.data.Ledgers.aCampaign;
import static io.qunfa.data.Ledgers.sender;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.qunfa.ids.CampaignId;
import io.qunfa.ids.CorpId;
import io.qunfa.ids.TenantId;
import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;

@DataServiceTest
final class ReportTest {
  private static final TenantId TENANT = new TenantId(705);

  private final Operator operator;
  private final Ledgers ledgers;

  ReportTest(@Autowired Operator operator, @Autowired Ledgers ledgers) {
    this.operator = operator;
    this.ledgers = ledgers;
  }

  @Test
  void theReportBalancesAndSaysUnknownWhileTaskServiceIsAway() {
    CampaignId campaign = aFrozenCampaign("wwReportNumbers");

    JsonNode report = operator.read(operator.get(TENANT, path(campaign, "/report")), 200);

    assertThat(report.path("status").asText()).isEqualTo("UNKNOWN");
    assertThat(report.path("targeted").asLong()).isEqualTo(9);
    assertThat(report.path("states").toString()).contains("\"PLANNED\":7", "\"EXCLUDED\":2");
    assertThat(report.path("excluded").toString()).contains("\"SUPPRESSED\":1", "\"NO_SENDER\":1");
    assertThat(report.path("perSender")).hasSize(2);
    assertThat(report.path("perSender").get(0).path("targeted").asLong()).isEqualTo(5);
    assertThat(report.path("balance").toString())
        .isEqualTo("{\"targeted\":9,\"sum\":9,\"remainder\":0,\"balanced\":true}");
  }

  @Test
  void recipientsComePageByPageAndByState() {
    CampaignId campaign = aFrozenCampaign("wwReportPages");

    assertThat(all(campaign, "")).hasSize(9).doesNotHaveDuplicates();
    assertThat(all(campaign, "&state=PLANNED")).hasSize(7).isSorted();
    assertThat(all(campaign, "&state=EXCLUDED")).hasSize(2);
    assertThat(all(campaign, "&state=SENT")).isEmpty();
  }

  @Test
  void theCsvRunsNoFormula() {
    CampaignId campaign = aFrozenCampaign("wwReportCsv");

    HttpResponse<String> answer = operator.get(TENANT, path(campaign, "/recipients.csv"));

    assertThat(answer.statusCode()).isEqualTo(200);
    assertThat(answer.headers().firstValue("Content-Type")).contains("text/csv;charset=UTF-8");
    String csv = answer.body();
    assertThat(csv)
        .startsWith("\uFEFFexternal_userid,name,sender,state,reason,updated_at\r\n")
        .contains(Export.contact(1) + ",\"'=HYPERLINK(\"\"x\"\",\"\"y\"\")\",member001,PLANNED,,20")
        .contains(Export.contact(2) + ",'+1,member001,PLANNED,,20")
        .contains(Export.contact(3) + ",'-1,member001,PLANNED,,20")
        .contains(Export.contact(4) + ",'@x,member001,PLANNED,,20")
        .contains(Export.contact(5) + ",'\tx,member001,PLANNED,,20")
        .contains(Export.contact(8) + ",吉\uD842\uDFB7,,EXCLUDED,SUPPRESSED,20");
    assertThat(csv.split("\r\n", -1)).hasSize(1 + 9 + 1);
  }

  @Test
  void anotherTenantSeesNoReport() {
    CampaignId campaign = aFrozenCampaign("wwReportTenant");
    TenantId other = new TenantId(7059);

    for (String view : List.of("/report", "/recipients", "/recipients.csv")) {
      assertThat(operator.get(other, path(campaign, view)).statusCode()).as(view).isEqualTo(404);
    }
  }

  @Test
  void aForeignCursorIsRefused() {
    CampaignId campaign = aFrozenCampaign("wwReportCursor");

    for (String cursor : List.of("x", "eA", "%00")) {
      assertThat(operator.get(TENANT, path(campaign, "/recipients?cursor=" + cursor)).statusCode())
          .as(cursor)
          .isEqualTo(400);
    }
  }

  /** Seven planned, one suppressed, one without a sender. */
  private CampaignId aFrozenCampaign(String corpName) {
    CorpId corp = new CorpId(corpName);
    new Export()
        .row(1, 1, "", "=HYPERLINK(\"x\",\"y\")")
        .row(2, 1, "", "+1")
        .row(3, 1, "", "-1")
        .row(4, 1, "", "@x")
        .row(5, 1, "", "\tx")
        .row(6, 2, "", "plain")
        .row(7, 2, "", "plain, too")
        .row(8, 2, "", "吉\uD842\uDFB7")
        .row(9, 3, "", "followed by nobody who sends")
        .importInto(operator, TENANT, corp);
    operator.imports(
        TENANT,
        "/api/v1/suppressions:import?corpId=" + corp,
        "external_userid,reason\n" + Export.contact(8) + ",complaint\n");
    CampaignId campaign = aCampaign();
    ledgers.freeze(TENANT, corp, campaign, EVERYONE, List.of(sender(1, 0, 2), sender(2, 0, 2)));
    return campaign;
  }

  private List<String> all(CampaignId campaign, String filter) {
    List<String> ids = new ArrayList<>();
    String cursor = "";
    do {
      JsonNode page =
          operator.read(
              operator.get(
                  TENANT, path(campaign, "/recipients?limit=2" + filter + "&cursor=" + cursor)),
              200);
      ids.addAll(page.path("items").findValuesAsText("externalUserId"));
      assertThat(page.path("items").size()).isLessThanOrEqualTo(2);
      cursor = page.path("nextCursor").asText("");
    } while (!cursor.isEmpty() && !cursor.equals("null"));
    return ids;
  }

  private static String path(CampaignId campaign, String view) {
    return "/api/v1/campaigns/" + campaign + view;
  }
}
