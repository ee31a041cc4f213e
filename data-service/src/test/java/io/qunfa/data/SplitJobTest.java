package io.qunfa.data;

import static io.qunfa.data.Ledgers.EVERYONE;
import static io.qunfa.data.Ledgers.aCampaign;
import static io.qunfa.data.Ledgers.sender;
import static org.assertj.core.api.Assertions.assertThat;

import io.qunfa.ids.CampaignId;
import io.qunfa.ids.CorpId;
import io.qunfa.ids.TenantId;
import io.qunfa.job.JobRecipients;
import io.qunfa.ledger.RecipientState;
import io.qunfa.ledger.SplitJob;
import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.simple.JdbcClient;

/** A job whose account may not write to all of its recipients today becomes two. */
@DataServiceTest
final class SplitJobTest {
  private static final TenantId TENANT = new TenantId(712);

  private final Operator operator;
  private final Ledgers ledgers;
  private final JdbcClient jdbc;

  SplitJobTest(
      @Autowired Operator operator, @Autowired Ledgers ledgers, @Autowired JdbcClient jdbc) {
    this.operator = operator;
    this.ledgers = ledgers;
    this.jdbc = jdbc;
  }

  @Test
  void everyRecipientIsInOneOfTheTwoJobs() {
    CampaignId campaign = frozen("wwSplit", 10);
    List<String> all = recipients(campaign, 1);

    SplitJob.Halves halves = split(campaign, 1, 6);

    assertThat(halves).isEqualTo(new SplitJob.Halves(6, 2, 4));
    assertThat(recipients(campaign, 1)).isEqualTo(all.subList(0, 6));
    assertThat(recipients(campaign, 2)).isEqualTo(all.subList(6, 10));
    ledgers.requireBalanced(TENANT, campaign);
    requireJobs(campaign, Map.of(1, 6, 2, 4));
  }

  @Test
  void askingAgainAnswersTheSameAndMovesNobody() {
    CampaignId campaign = frozen("wwSplitAgain", 10);
    SplitJob.Halves first = split(campaign, 1, 6);
    List<String> kept = recipients(campaign, 1);

    for (int i = 0; i < 3; i++) {
      assertThat(split(campaign, 1, 6)).isEqualTo(first);
    }

    assertThat(recipients(campaign, 1)).isEqualTo(kept);
    requireJobs(campaign, Map.of(1, 6, 2, 4));
    ledgers.requireBalanced(TENANT, campaign);
  }

  @Test
  void manyAtOnceSplitOnce() throws Exception {
    CampaignId campaign = frozen("wwSplitMany", 50);

    List<SplitJob.Halves> answers = new ArrayList<>();
    try (ExecutorService threads = Executors.newFixedThreadPool(8)) {
      List<Callable<SplitJob.Halves>> asks =
          Stream.generate(() -> (Callable<SplitJob.Halves>) () -> split(campaign, 1, 20))
              .limit(16)
              .toList();
      for (Future<SplitJob.Halves> answer : threads.invokeAll(asks)) {
        answers.add(answer.get());
      }
    }

    assertThat(Set.copyOf(answers)).containsExactly(new SplitJob.Halves(20, 2, 30));
    requireJobs(campaign, Map.of(1, 20, 2, 30));
    ledgers.requireBalanced(TENANT, campaign);
  }

  @Test
  void halvesAreSplitAgainUnderNumbersOfTheirOwn() {
    CampaignId campaign = frozen("wwSplitTwice", 10);
    split(campaign, 1, 6);

    assertThat(split(campaign, 2, 1)).isEqualTo(new SplitJob.Halves(1, 3, 3));
    assertThat(split(campaign, 1, 2)).isEqualTo(new SplitJob.Halves(2, 4, 4));

    requireJobs(campaign, Map.of(1, 2, 2, 1, 3, 3, 4, 4));
    ledgers.requireBalanced(TENANT, campaign);
  }

  @Test
  void onlyThoseWhoStillWaitMove() {
    CampaignId campaign = frozen("wwSplitWaiting", 10);
    jdbc.sql(
            """
            update recipient set state = 'CANCELLED'
            where tenant_id = 712 and campaign_id = :campaign and external_userid <= :last
            """)
        .param("campaign", campaign.value())
        .param("last", Export.contact(5))
        .update();
    jdbc.sql(
            """
            update recipient_count set n = n - 5
            where tenant_id = 712 and campaign_id = :campaign and state = 'PLANNED'
            """)
        .param("campaign", campaign.value())
        .update();
    jdbc.sql(
            """
            insert into recipient_count (tenant_id, campaign_id, job_no, state, n)
            values (712, :campaign, 1, 'CANCELLED', 5)
            """)
        .param("campaign", campaign.value())
        .update();

    assertThat(split(campaign, 1, 7)).isEqualTo(new SplitJob.Halves(5, 0, 0));
    assertThat(split(campaign, 1, 3)).isEqualTo(new SplitJob.Halves(3, 2, 2));

    assertThat(ledgers.counts(TENANT, campaign).states())
        .isEqualTo(Map.of(RecipientState.PLANNED, 5L, RecipientState.CANCELLED, 5L));
    ledgers.requireBalanced(TENANT, campaign);
  }

  @Test
  void aJobThatIsNotThereIsNotSplit() {
    CampaignId campaign = frozen("wwSplitNothing", 10);

    assertThat(ask(campaign, 7, 1).statusCode()).isEqualTo(404);
    assertThat(ask(aCampaign(), 1, 1).statusCode()).isEqualTo(404);
  }

  private CampaignId frozen(String corpId, int contacts) {
    CorpId corp = new CorpId(corpId);
    new Export().contactsOf(1, 1, contacts).importInto(operator, TENANT, corp);
    CampaignId campaign = aCampaign();
    ledgers.freeze(TENANT, corp, campaign, EVERYONE, List.of(sender(1, 0, 100)));
    return campaign;
  }

  private SplitJob.Halves split(CampaignId campaign, int jobNo, int keep) {
    return operator.read(ask(campaign, jobNo, keep), SplitJob.Halves.class);
  }

  private HttpResponse<String> ask(CampaignId campaign, int jobNo, int keep) {
    return operator.internalPost(
        "/internal/v1/campaigns/" + campaign + "/jobs/" + jobNo + ":split",
        new SplitJob(TENANT, keep));
  }

  private List<String> recipients(CampaignId campaign, int jobNo) {
    return operator
        .read(
            operator.internalGet(
                "/internal/v1/campaigns/"
                    + campaign
                    + "/jobs/"
                    + jobNo
                    + "/recipients?tenantId="
                    + TENANT
                    + "&state=PLANNED"),
            JobRecipients.class)
        .externalUserIds();
  }

  private void requireJobs(CampaignId campaign, Map<Integer, Integer> recipients) {
    Map<Integer, Integer> found = new TreeMap<>();
    jdbc.sql("select job_no, recipients from ledger_job where tenant_id = 712 and campaign_id = ?")
        .param(campaign.value())
        .query(
            row -> {
              found.put(row.getInt(1), row.getInt(2));
            });
    assertThat(found).isEqualTo(recipients);
  }
}
