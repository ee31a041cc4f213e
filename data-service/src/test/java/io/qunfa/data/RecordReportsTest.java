package io.qunfa.data;

import static io.qunfa.data.Ledgers.EVERYONE;
import static io.qunfa.data.Ledgers.aCampaign;
import static io.qunfa.data.Ledgers.sender;
import static io.qunfa.data.Reported.aLifeOf;
import static io.qunfa.data.Reported.aReport;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.qunfa.audience.FrozenAudience;
import io.qunfa.audience.FrozenAudience.PlannedJob;
import io.qunfa.ids.CampaignId;
import io.qunfa.ids.CorpId;
import io.qunfa.ids.TenantId;
import io.qunfa.job.JobRecipients;
import io.qunfa.ledger.LedgerCounts;
import io.qunfa.ledger.RecipientState;
import io.qunfa.local.servers.LocalServers;
import io.qunfa.wire.BrokerNames;
import io.qunfa.wire.JobOutcome;
import io.qunfa.wire.JobOutcome.Absent;
import io.qunfa.wire.JobOutcome.Accepted;
import io.qunfa.wire.JobOutcome.Receipt;
import io.qunfa.wire.JobOutcome.Receipts;
import io.qunfa.wire.JobOutcome.Refused;
import io.qunfa.wire.JobOutcome.RefusedRecipient;
import io.qunfa.wire.JobOutcome.Stopped;
import io.qunfa.wire.JobOutcome.Unknown;
import io.qunfa.wire.JobOutcome.Withdrawn;
import io.qunfa.wire.JobReport;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import org.springframework.amqp.core.AcknowledgeMode;
import org.springframework.amqp.core.Message;
import org.springframework.amqp.core.MessageBuilder;
import org.springframework.amqp.rabbit.core.RabbitOperations;
import org.springframework.amqp.rabbit.core.RabbitTemplate;
import org.springframework.amqp.rabbit.listener.SimpleMessageListenerContainer;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.simple.JdbcClient;

@DataServiceTest
final class RecordReportsTest {
  private static final TenantId TENANT = new TenantId(703);

  private final Operator operator;
  private final Ledgers ledgers;
  private final RabbitTemplate broker;
  private final ObjectMapper json;
  private final JdbcClient jdbc;
  private final SimpleMessageListenerContainer recording;

  RecordReportsTest(
      @Autowired Operator operator,
      @Autowired Ledgers ledgers,
      @Autowired RabbitTemplate broker,
      @Autowired ObjectMapper json,
      @Autowired JdbcClient jdbc,
      @Autowired SimpleMessageListenerContainer recording) {
    this.operator = operator;
    this.ledgers = ledgers;
    this.broker = broker;
    this.json = json;
    this.jdbc = jdbc;
    this.recording = recording;
  }

  @Test
  void anAcceptedJobIsIssuedButForThoseWhomTheChannelRefused() {
    CampaignId campaign = frozen("wwRecordAccepted", 10, 10);

    report(
        campaign,
        1,
        1,
        new Accepted("msg", List.of(new RefusedRecipient(Export.contact(3), 40096))));

    awaitStates(campaign, Map.of(RecipientState.ISSUED, 9L, RecipientState.REFUSED, 1L));
    assertThat(ledgers.stateOf(TENANT, campaign, 3)).isEqualTo(RecipientState.REFUSED);
  }

  @Test
  void receiptsSettleRecipientsAndARepeatChangesNothing() {
    CampaignId campaign = frozen("wwRecordReceipts", 10, 10);
    Receipts receipts =
        new Receipts(
            List.of(
                new Receipt(Export.contact(1), RecipientState.SENT),
                new Receipt(Export.contact(2), RecipientState.NOT_A_CONTACT),
                new Receipt(Export.contact(3), RecipientState.OVER_QUOTA),
                new Receipt(Export.contact(99), RecipientState.SENT)),
            false);
    report(
        campaign,
        new Accepted("msg", List.of()),
        receipts,
        receipts,
        new Accepted("msg", List.of()),
        new Stopped(RecipientState.CANCELLED, 41047, "no such task"));

    awaitStates(
        campaign,
        Map.of(
            RecipientState.SENT,
            1L,
            RecipientState.NOT_A_CONTACT,
            1L,
            RecipientState.OVER_QUOTA,
            1L,
            RecipientState.CANCELLED,
            7L));
    assertThat(ledgers.withCode(campaign, 41047)).isEqualTo(7);
  }

  @Test
  void aStopThatTheChannelRefusedLeavesItsNumberWithWhoWasOpen() {
    CampaignId campaign = frozen("wwRecordStopped", 3, 10);

    report(
        campaign,
        new Accepted("msg", List.of()),
        new Stopped(RecipientState.CANCELLED, 41047, "no such task"));

    awaitStates(campaign, Map.of(RecipientState.CANCELLED, 3L));
    assertThat(
            jdbc.sql("select distinct code from recipient where tenant_id = ? and campaign_id = ?")
                .params(TENANT.value(), campaign.value())
                .query(Integer.class)
                .list())
        .containsExactly(41047);
  }

  @Test
  void anUnknownJobIsPlannedAgainOnceItIsProvenAbsent() {
    CampaignId campaign = frozen("wwRecordAbsent", 4, 10);
    report(campaign, 1, 1, new Unknown("no answer"));
    awaitStates(campaign, Map.of(RecipientState.UNKNOWN, 4L));
    assertThat(recipients(campaign, "UNKNOWN")).hasSize(4).isSorted();

    report(campaign, 1, 1, new Absent("not in the list"));
    awaitStates(campaign, Map.of(RecipientState.PLANNED, 4L));
    report(campaign, 1, 2, new Refused(41048, "refused"));

    awaitStates(campaign, Map.of(RecipientState.REFUSED, 4L));
  }

  @Test
  void aLateWordAboutAnAbsentDispatchDoesNotStirTheJob() {
    CampaignId campaign = frozen("wwRecordLate", 4, 10);
    report(
        campaign,
        new Unknown("no answer"),
        new Absent("not in the list"),
        new Unknown("told late"),
        new Withdrawn(RecipientState.EXPIRED));

    // Withdrawn takes back only what is PLANNED.
    awaitStates(campaign, Map.of(RecipientState.EXPIRED, 4L));
  }

  @Test
  void whatCannotBeReadGoesToTheDeadLettersAndHoldsNothingUp() {
    CampaignId campaign = frozen("wwRecordPoison", 3, 10);

    broker.send(BrokerNames.RESULTS_EXCHANGE, "result.accepted", message("{\"version\":99}"));
    String withoutOutcome =
        """
        {"version":1,"tenantId":703,"campaignId":%s,"jobNo":0,"epoch":1,\
        "reportedAt":"2026-03-05T06:02:00Z","outcome":null}"""
            .formatted(campaign);
    broker.send(BrokerNames.RESULTS_EXCHANGE, "result.accepted", message(withoutOutcome));
    Message forged = message("null");
    forged.getMessageProperties().setHeader("springBatchFormat", "lengthHeader4");
    broker.send(BrokerNames.RESULTS_EXCHANGE, "result.accepted", forged);
    report(campaign, 1, 1, new Accepted("msg", List.of()));

    awaitStates(campaign, Map.of(RecipientState.ISSUED, 3L));
    assertThat(List.of(deadLetter(), deadLetter(), deadLetter()))
        .containsExactlyInAnyOrder("{\"version\":99}", withoutOutcome, "null");
  }

  @Test
  void theLedgerBalancesAtEveryMoment() {
    CampaignId campaign = frozen("wwRecordMoments", 2000, 40);
    Random random = new Random(20261121);
    List<JobReport> reports = new ArrayList<>();
    for (int job = 1; job <= 50; job++) {
      reports.addAll(aLifeOf(TENANT, campaign, job, random));
    }
    AtomicBoolean done = new AtomicBoolean();
    Thread watcher =
        Thread.startVirtualThread(
            () -> {
              while (!done.get()) {
                LedgerCounts counts = ledgers.counts(TENANT, campaign);
                if (counts.remainder() != 0) {
                  throw new AssertionError("remainder " + counts);
                }
              }
            });
    List<Throwable> faults = new ArrayList<>();
    watcher.setUncaughtExceptionHandler((thread, fault) -> faults.add(fault));

    // On one channel, because only there the broker keeps the order.
    broker.invoke(
        channel -> {
          reports.forEach(each -> send(channel, each));
          return true;
        });

    await()
        .atMost(Duration.ofSeconds(60))
        .untilAsserted(
            () -> {
              LedgerCounts counts = ledgers.counts(TENANT, campaign);
              assertThat(counts.in(RecipientState.PLANNED)).isZero();
              assertThat(counts.in(RecipientState.ISSUED)).isZero();
              assertThat(counts.in(RecipientState.UNKNOWN)).isZero();
            });
    done.set(true);
    assertThat(faults).isEmpty();
    ledgers.requireBalanced(TENANT, campaign);
  }

  @Test
  void aDatabaseThatIsAwayLosesNoReport() {
    CampaignId campaign = frozen("wwRecordOutage", 6, 2);

    LocalServers.shared().mysql().kill();
    try {
      for (int job = 1; job <= 3; job++) {
        report(campaign, job, 1, new Accepted("msg", List.of()));
      }
    } finally {
      LocalServers.shared().mysql().start();
    }

    await()
        .atMost(Duration.ofSeconds(60))
        .ignoreExceptions()
        .untilAsserted(
            () ->
                assertThat(ledgers.rows(TENANT, campaign))
                    .isEqualTo(Map.of(RecipientState.ISSUED, 6L)));
    assertThat(broker.receive(BrokerNames.deadQueueOf(BrokerNames.DATA_RESULTS_QUEUE))).isNull();
  }

  @Test
  void aSecondReplicaStandsByAndTakesOverWhatTheFirstHadNotRecorded() throws Exception {
    CampaignId campaign = frozen("wwRecordTurn", 4, 10);
    BlockingQueue<Message> heard = new LinkedBlockingQueue<>();
    SimpleMessageListenerContainer second =
        new SimpleMessageListenerContainer(broker.getConnectionFactory());
    second.setQueueNames(BrokerNames.DATA_RESULTS_QUEUE);
    second.setAcknowledgeMode(AcknowledgeMode.MANUAL);
    second.setMessageListener(heard::add);
    second.start();
    try {
      report(campaign, 1, 1, new Unknown("no answer"));
      awaitStates(campaign, Map.of(RecipientState.UNKNOWN, 4L));
      assertThat(heard).isEmpty();

      recording.stop();
      report(campaign, 1, 1, new Accepted("msg", List.of()));

      assertThat(heard.poll(20, TimeUnit.SECONDS)).isNotNull();
    } finally {
      second.stop();
      recording.start();
    }
    awaitStates(campaign, Map.of(RecipientState.ISSUED, 4L));
  }

  @Test
  void aLateRefusalOfAnAbsentDispatchDoesNotMarkTheNextOnesRecipients() {
    CampaignId campaign = frozen("wwRecordLateRefusal", 4, 10);
    report(
        campaign,
        new Unknown("no answer"),
        new Absent("not in the list"),
        new Refused(41048, "told late"));

    report(campaign, 1, 2, new Accepted("msg", List.of()));

    awaitStates(campaign, Map.of(RecipientState.ISSUED, 4L));
  }

  private CampaignId frozen(String corpName, int contacts, int maxPerJob) {
    CorpId corp = new CorpId(corpName);
    new Export().contactsOf(1, 1, contacts).importInto(operator, TENANT, corp);
    CampaignId campaign = aCampaign();
    FrozenAudience frozen =
        ledgers.freeze(TENANT, corp, campaign, EVERYONE, List.of(sender(1, 0, maxPerJob)));
    assertThat(frozen.jobs().stream().mapToInt(PlannedJob::recipients).sum()).isEqualTo(contacts);
    return campaign;
  }

  private List<String> recipients(CampaignId campaign, String state) {
    return operator
        .read(
            operator.internalGet(
                "/internal/v1/campaigns/%s/jobs/1/recipients?tenantId=%s&state=%s"
                    .formatted(campaign, TENANT, state)),
            JobRecipients.class)
        .externalUserIds();
  }

  private void awaitStates(CampaignId campaign, Map<RecipientState, Long> states) {
    await()
        .atMost(Duration.ofSeconds(20))
        .untilAsserted(
            () -> assertThat(ledgers.counts(TENANT, campaign).states()).isEqualTo(states));
    ledgers.requireBalanced(TENANT, campaign);
  }

  private void report(CampaignId campaign, int job, int epoch, JobOutcome outcome) {
    send(aReport(TENANT, campaign, job, epoch, outcome));
  }

  /** One after the other, as those who report do it: each is confirmed before the next. */
  private void report(CampaignId campaign, JobOutcome... outcomes) {
    broker.invoke(
        channel -> {
          for (JobOutcome outcome : outcomes) {
            send(channel, aReport(TENANT, campaign, 1, 1, outcome));
          }
          return true;
        });
  }

  private void send(JobReport report) {
    send(broker, report);
  }

  private void send(RabbitOperations channel, JobReport report) {
    try {
      channel.send(
          BrokerNames.RESULTS_EXCHANGE,
          BrokerNames.resultKey(report.outcome()),
          message(json.writeValueAsString(report)));
    } catch (JsonProcessingException impossible) {
      throw new IllegalStateException(impossible);
    }
  }

  private String deadLetter() {
    Message dead = broker.receive(BrokerNames.deadQueueOf(BrokerNames.DATA_RESULTS_QUEUE), 10_000);
    assertThat(dead).isNotNull();
    return new String(dead.getBody(), StandardCharsets.UTF_8);
  }

  private static Message message(String body) {
    return MessageBuilder.withBody(body.getBytes(StandardCharsets.UTF_8))
        .setContentType("application/json")
        .build();
  }
}
