package io.qunfa.data;

import static io.qunfa.data.Ledgers.EVERYONE;
import static io.qunfa.data.Ledgers.aCampaign;
import static io.qunfa.data.Ledgers.sender;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.qunfa.audience.AudiencePreview;
import io.qunfa.audience.FreezeAudience;
import io.qunfa.audience.FreezeTasks;
import io.qunfa.audience.FreezeTasks.FrozenTasks;
import io.qunfa.audience.FreezeTasks.SingleTask;
import io.qunfa.audience.FrozenAudience;
import io.qunfa.channel.Channel;
import io.qunfa.data.suppression.SuppressionRow;
import io.qunfa.data.suppression.Suppressions;
import io.qunfa.fixture.MutableClock;
import io.qunfa.ids.CampaignId;
import io.qunfa.ids.CorpId;
import io.qunfa.ids.TenantId;
import io.qunfa.ledger.RecipientState;
import io.qunfa.protection.Exemption;
import io.qunfa.protection.ProtectJobs;
import io.qunfa.protection.ProtectJobs.Answer;
import io.qunfa.protection.ProtectJobs.Ask;
import io.qunfa.protection.ProtectJobs.Verdict;
import io.qunfa.wire.BrokerNames;
import io.qunfa.wire.JobOutcome;
import io.qunfa.wire.JobReport;
import java.io.IOException;
import java.time.Duration;
import java.time.ZoneId;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.IntStream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.springframework.amqp.core.MessageBuilder;
import org.springframework.amqp.rabbit.core.RabbitTemplate;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.support.TransactionOperations;

/** A corp of its own for each test, at noon in Shanghai; its counts are checked afterwards. */
@DataServiceTest
abstract class ProtectionFixture {
  static final TenantId TENANT = new TenantId(708);
  static final ZoneId SHANGHAI = ZoneId.of("Asia/Shanghai");
  static final MutableClock CLOCK = DataServiceTest.Time.CLOCK;
  private static final AtomicLong NUMBERS = new AtomicLong();

  @Autowired Operator operator;
  @Autowired Ledgers ledgers;
  @Autowired JdbcClient jdbc;
  @Autowired RabbitTemplate broker;
  @Autowired ObjectMapper json;
  @Autowired Suppressions suppressions;
  @Autowired TransactionOperations transaction;

  final CorpId corp = new CorpId("wwProtect" + NUMBERS.incrementAndGet());

  @BeforeEach
  void noonInShanghai() {
    CLOCK.set("2027-03-10T12:00", SHANGHAI);
  }

  @AfterEach
  void countsAgreeWithTheLedger() {
    CLOCK.reset();
    assertThat(miscounted()).isEmpty();
  }

  /**
   * All followed by member 1. Past the import, which would run in the background by a clock that is
   * set back from one test to the next.
   */
  void contacts(int count) {
    jdbc.sql(
            "insert ignore into member (tenant_id, corp_id, member_userid) values (:tenant, :corp, :member)")
        .param("tenant", TENANT.value())
        .param("corp", corp.value())
        .param("member", Export.member(1))
        .update();
    for (int contact = 1; contact <= count; contact++) {
      jdbc.sql(
              """
              insert into contact (tenant_id, corp_id, external_userid, name)
              values (:tenant, :corp, :id, '客户')
              """)
          .param("tenant", TENANT.value())
          .param("corp", corp.value())
          .param("id", Export.contact(contact))
          .update();
    }
    jdbc.sql(
            """
            insert into follow (tenant_id, corp_id, external_userid, member_id, remark, tag_ids,
              digest, import_id)
            select c.tenant_id, c.corp_id, c.external_userid, m.member_id, '', '', unhex(md5('')), 1
            from contact c join member m on m.tenant_id = c.tenant_id and m.corp_id = c.corp_id
            where c.tenant_id = :tenant and c.corp_id = :corp
            """)
        .param("tenant", TENANT.value())
        .param("corp", corp.value())
        .update();
  }

  /** As the import of a list writes them. */
  void optOut(int... contacts) {
    List<SuppressionRow> rows =
        IntStream.of(contacts)
            .mapToObj(contact -> new SuppressionRow(Export.contact(contact), "asked"))
            .toList();
    transaction.executeWithoutResult(status -> suppressions.put(TENANT, corp, 1, rows));
  }

  FrozenAudience freeze(CampaignId campaign) {
    return freeze(campaign, Exemption.NONE);
  }

  FrozenAudience freeze(CampaignId campaign, Exemption exemption) {
    return operator.read(
        operator.internalPost(
            "/internal/v1/campaigns/" + campaign + ":freeze",
            new FreezeAudience(
                TENANT, corp, Channel.API, EVERYONE, List.of(sender(1, 0, 1000)), exemption)),
        FrozenAudience.class);
  }

  List<Long> freezeTimes(int times) {
    return IntStream.range(0, times).mapToObj(n -> freeze(aCampaign()).planned()).toList();
  }

  AudiencePreview preview(Exemption exemption) {
    return operator.read(
        operator.internalPost(
            "/internal/v1/campaigns/1:preview",
            new FreezeAudience(
                TENANT, corp, Channel.API, EVERYONE, List.of(sender(1, 0, 1000)), exemption)),
        AudiencePreview.class);
  }

  static SingleTask task(int... contacts) {
    return new SingleTask(
        aCampaign(),
        List.of(),
        IntStream.of(contacts).mapToObj(Export::contact).toList(),
        Exemption.NONE);
  }

  FrozenAudience freezeTask(Exemption exemption, int contact) {
    SingleTask task =
        new SingleTask(aCampaign(), List.of(), List.of(Export.contact(contact)), exemption);
    return freezeTasks(List.of(task)).tasks().getFirst().audience();
  }

  FrozenTasks freezeTasks(List<SingleTask> tasks) {
    return operator.read(
        operator.internalPost(
            "/internal/v1/tasks:freeze",
            new FreezeTasks(TENANT, corp, Channel.API, List.of(sender(1, 0, 1000)), tasks)),
        FrozenTasks.class);
  }

  Verdict protect(CampaignId campaign, int jobNo) {
    return protect(campaign, jobNo, 0);
  }

  Verdict protect(CampaignId campaign, int jobNo, int epoch) {
    return operator
        .read(
            operator.internalPost(
                "/internal/v1/jobs:protect",
                new ProtectJobs(TENANT, List.of(new Ask(campaign, jobNo, epoch, 1)))),
            Answer.class)
        .verdicts()
        .getFirst();
  }

  /** Reports, and waits until the ledger has taken it in. */
  void settled(CampaignId campaign, int jobNo, JobOutcome outcome) {
    Map<RecipientState, Long> before = ledgers.rows(TENANT, campaign);
    JobReport report =
        new JobReport(JobReport.VERSION, TENANT, campaign, jobNo, 1, CLOCK.instant(), outcome);
    try {
      broker.send(
          BrokerNames.RESULTS_EXCHANGE,
          BrokerNames.resultKey(outcome),
          MessageBuilder.withBody(json.writeValueAsString(report).getBytes(UTF_8)).build());
    } catch (IOException impossible) {
      throw new IllegalStateException(impossible);
    }
    Awaitility.await()
        .atMost(Duration.ofSeconds(20))
        .pollInterval(Duration.ofMillis(20))
        .until(() -> !ledgers.rows(TENANT, campaign).equals(before));
  }

  JsonNode policy() {
    return operator.read(operator.get(TENANT, path()), 200);
  }

  String path() {
    return "/api/v1/corps/" + corp + "/recipient-policy";
  }

  int mostPerContactAndDay() {
    return jdbc.sql(
            """
            select max(n) from (
              select count(*) n
              from recipient r
                join audience_snapshot s
                  on s.tenant_id = r.tenant_id and s.campaign_id = r.campaign_id
                join ledger_job j
                  on j.tenant_id = r.tenant_id and j.campaign_id = r.campaign_id
                    and j.job_no = r.job_no
              where s.tenant_id = :tenant and s.corp_id = :corp
                and r.state in ('PLANNED', 'ISSUED', 'SENT', 'UNKNOWN')
              group by r.external_userid, j.counted_on) each_one
            """)
        .param("tenant", TENANT.value())
        .param("corp", corp.value())
        .query(Integer.class)
        .single();
  }

  /** Contacts whose counts say something else than the ledger's rows and what is owed. */
  List<String> miscounted() {
    return jdbc.sql(
            """
            with written as (
              select r.external_userid, j.counted_on
              from recipient r
                join audience_snapshot s
                  on s.tenant_id = r.tenant_id and s.campaign_id = r.campaign_id
                join ledger_job j
                  on j.tenant_id = r.tenant_id and j.campaign_id = r.campaign_id
                    and j.job_no = r.job_no
              where s.tenant_id = :tenant and s.corp_id = :corp
                and r.state in ('PLANNED', 'ISSUED', 'SENT', 'UNKNOWN')
              union all
              select external_userid, counted_on from owed_count
              where tenant_id = :tenant and corp_id = :corp),
            counted as (
              select external_userid, counted_on, count(*) n from written
              group by external_userid, counted_on)
            select concat(l.external_userid, ' on ', l.day, ': kept ', l.n, ', rows ',
                coalesce(c.n, 0))
            from contact_load l
              left join counted c
                on c.external_userid = l.external_userid and c.counted_on = l.day
            where l.tenant_id = :tenant and l.corp_id = :corp and l.n <> coalesce(c.n, 0)
            union all
            select concat(l.external_userid, ' on eve ', l.eve, ': kept ', l.eve_n, ', rows ',
                coalesce(c.n, 0))
            from contact_load l
              left join counted c
                on c.external_userid = l.external_userid and c.counted_on = l.eve
            where l.tenant_id = :tenant and l.corp_id = :corp and l.eve is not null
              and l.eve_n <> coalesce(c.n, 0)
            """)
        .param("tenant", TENANT.value())
        .param("corp", corp.value())
        .query(String.class)
        .list();
  }
}
