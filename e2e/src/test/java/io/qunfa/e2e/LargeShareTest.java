package io.qunfa.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.qunfa.e2e.client.CampaignDraft;
import io.qunfa.e2e.client.Campaigns;
import io.qunfa.e2e.client.Json;
import io.qunfa.e2e.client.Received;
import io.qunfa.e2e.company.Company;
import io.qunfa.e2e.company.CompanyPlan;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What does not fit into one call, and what WeCom does not take of a call. */
@WithSuite
class LargeShareTest {
  private final SuiteUnderTest suite;
  private final Campaigns campaigns;

  LargeShareTest(SuiteUnderTest suite) {
    this.suite = suite;
    this.campaigns = suite.operator().campaigns();
  }

  @Test
  void moreThanTenThousandContactsOfOneMemberAreSplitAndEveryMsgidIsPolled() {
    Company company = suite.found(CompanyPlan.of("large", 1, 25_000).dailyQuota(50_000));
    String id = campaigns.created(CampaignDraft.of(company.corpId(), "an sehr viele"));
    JsonNode preview = campaigns.preview(id);

    campaigns.launch(id).expect(200, 202);
    Books.watchUntilFinished(campaigns, id, Duration.ofMinutes(2));

    assertThat(preview.path("jobs").asInt()).isEqualTo(3);
    Received received = suite.simulator().received().by(company.members());
    assertThat(received.msgids()).hasSize(3);
    // A msgid that was lost would leave its recipients ISSUED.
    Books.assertEachContactOnce(company, received, campaigns.report(id));
  }

  @Test
  void failListEndsAsRefusedPerRecipient() {
    Company company = suite.found(CompanyPlan.of("strangers", 3, 40).strangersEach(7));

    String id = campaigns.launched(CampaignDraft.of(company.corpId(), "an Bekannte"));
    Books.watchUntilFinished(campaigns, id, Duration.ofSeconds(60));

    assertThat(campaigns.recipients(id, "REFUSED")).isEqualTo(company.strangers());
    assertThat(campaigns.recipients(id, "SENT")).isEqualTo(company.friends());
    Received received = suite.simulator().received().by(company.members());
    assertThat(received.recipients()).isEqualTo(company.friends());
    Books.assertBalanced(campaigns.report(id));
  }

  @Test
  void aCallWithoutAnyUsableContactIsRefusedAsAWhole() {
    Company company = suite.found(CompanyPlan.of("nobody", 2, 5).strangersEach(5));

    String id = campaigns.launched(CampaignDraft.of(company.corpId(), "an niemanden"));
    Books.watchUntilFinished(campaigns, id, Duration.ofSeconds(60));

    assertThat(Json.counts(campaigns.report(id).path("states"))).isEqualTo(Map.of("REFUSED", 10L));
  }

  @Test
  void noFriendAndOverQuotaAreToldApartInTheReport() {
    Company company = suite.found(CompanyPlan.of("fates", 4, 200));
    suite.simulator().change(Map.of("notFriendShare", 0.1, "overQuotaShare", 0.1));

    String id = campaigns.launched(CampaignDraft.of(company.corpId(), "drei Schicksale"));
    Books.watchUntilFinished(campaigns, id, Duration.ofSeconds(60));

    Map<String, Long> states = Json.counts(campaigns.report(id).path("states"));
    Received received = suite.simulator().received().by(company.members());
    assertThat(states)
        .isEqualTo(
            Map.of(
                "SENT", withStatus(received, 1),
                "NOT_A_CONTACT", withStatus(received, 2),
                "OVER_QUOTA", withStatus(received, 3)));
  }

  @Test
  void receiptsAreReadPageByPage() {
    Company company = suite.found(CompanyPlan.of("pages", 2, 95));
    suite.simulator().change(Map.of("pageMax", 10));

    String id = campaigns.launched(CampaignDraft.of(company.corpId(), "seitenweise"));
    Books.watchUntilFinished(campaigns, id, Duration.ofSeconds(60));

    Books.assertEachContactOnce(
        company, suite.simulator().received().by(company.members()), campaigns.report(id));
  }

  private static long withStatus(Received received, int status) {
    return received.rows().stream().filter(row -> row.status() == status).count();
  }
}
