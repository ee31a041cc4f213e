package io.qunfa.data;

import static io.qunfa.data.Ledgers.EVERYONE;
import static io.qunfa.data.Ledgers.aCampaign;
import static io.qunfa.data.Ledgers.sender;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.qunfa.audience.AudiencePreview;
import io.qunfa.audience.ExclusionReason;
import io.qunfa.audience.FreezeAudience;
import io.qunfa.audience.FreezeTasks;
import io.qunfa.audience.FreezeTasks.FrozenTasks;
import io.qunfa.audience.FreezeTasks.SingleTask;
import io.qunfa.audience.FrozenAudience;
import io.qunfa.channel.Channel;
import io.qunfa.ids.CampaignId;
import io.qunfa.ids.CorpId;
import io.qunfa.ids.TenantId;
import io.qunfa.ledger.RecipientState;
import io.qunfa.protection.Exemption;
import io.qunfa.protection.HoldReason;
import io.qunfa.protection.ProtectJobs;
import io.qunfa.protection.ProtectJobs.Answer;
import io.qunfa.protection.ProtectJobs.Ask;
import io.qunfa.protection.ProtectJobs.Verdict;
import io.qunfa.wire.BrokerNames;
import io.qunfa.wire.JobOutcome;
import io.qunfa.wire.JobReport;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.IntStream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.amqp.core.MessageBuilder;
import org.springframework.amqp.rabbit.core.RabbitTemplate;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.simple.JdbcClient;

@DataServiceTest
final class ProtectionTest {
  private static final TenantId TENANT = new TenantId(708);
  private static final ZoneId SHANGHAI = ZoneId.of("Asia/Shanghai");
  private static final SetClock CLOCK = SetClock.SHARED;
  private static final AtomicLong NUMBERS = new AtomicLong();

  private final Operator operator;
  private final Ledgers ledgers;
  private final JdbcClient jdbc;
  private final RabbitTemplate broker;
  private final ObjectMapper json;
  private final CorpId corp = new CorpId("wwProtect" + NUMBERS.incrementAndGet());

  ProtectionTest(
      @Autowired Operator operator,
      @Autowired Ledgers ledgers,
      @Autowired JdbcClient jdbc,
      @Autowired RabbitTemplate broker,
      @Autowired ObjectMapper json) {
    this.operator = operator;
    this.ledgers = ledgers;
    this.jdbc = jdbc;
    this.broker = broker;
    this.json = json;
  }

  @BeforeEach
  void noonInShanghai() {
    CLOCK.set("2027-03-10T12:00", SHANGHAI);
  }

  @AfterEach
  void countsAgreeWithTheLedger() {
    CLOCK.runAgain();
    assertThat(miscounted()).isEmpty();
  }

  @Test
  void aContactGetsOneMessageADayAcrossCampaignsAndTasks() {
    contacts(10);

    FrozenAudience first = freeze(aCampaign());
    AudiencePreview preview = preview(Exemption.NONE);
    CampaignId second = aCampaign();
    FrozenAudience excluded = freeze(second);
    FrozenAudience task = freezeTask(Exemption.NONE, 3);

    assertThat(first.planned()).isEqualTo(10);
    assertThat(excluded.excluded()).isEqualTo(Map.of(ExclusionReason.FREQUENCY_CAP, 10L));
    assertThat(preview.excluded()).as("says what the freeze does").isEqualTo(excluded.excluded());
    assertThat(preview.planned()).isZero();
    assertThat(task.excluded()).isEqualTo(Map.of(ExclusionReason.FREQUENCY_CAP, 1L));
    ledgers.requireBalanced(TENANT, second);
  }

  @Test
  void aSingleTaskCountsForTheCampaignAfterIt() {
    contacts(10);

    assertThat(freezeTask(Exemption.NONE, 3).planned()).isEqualTo(1);

    assertThat(freeze(aCampaign()).excluded())
        .isEqualTo(Map.of(ExclusionReason.FREQUENCY_CAP, 1L));
  }

  @Test
  void tasksOfOneBatchSeeEachOther() {
    contacts(5);
    ledgers.allow(TENANT, corp, 2);

    FrozenTasks frozen = freezeTasks(IntStream.range(0, 4).mapToObj(n -> task(2, 3)).toList());

    assertThat(frozen.tasks())
        .extracting(each -> each.audience().planned())
        .containsExactly(2L, 2L, 0L, 0L);
  }

  @Test
  void anExemptTaskPassesTheCapAndIsCountedAllTheSame() {
    contacts(5);
    freeze(aCampaign());

    assertThat(freezeTask(new Exemption(false, true), 2).planned()).isEqualTo(1);

    ledgers.allow(TENANT, corp, 2);
    assertThat(freeze(aCampaign()).excluded())
        .isEqualTo(Map.of(ExclusionReason.FREQUENCY_CAP, 1L));
  }

  @Test
  void campaignsFrozenAtOnceReachAContactOnce() {
    contacts(400);

    List<FrozenAudience> frozen;
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      frozen =
          IntStream.range(0, 8)
              .mapToObj(n -> CompletableFuture.supplyAsync(() -> freeze(aCampaign()), threads))
              .toList()
              .stream()
              .map(CompletableFuture::join)
              .toList();
    }

    assertThat(frozen.stream().mapToLong(FrozenAudience::planned).sum()).isEqualTo(400);
    assertThat(frozen).allMatch(each -> each.targeted() == 400);
  }

  @Test
  void whateverHappensAtOnceCountsAgreeWithTheLedger() {
    contacts(60);
    ledgers.allow(TENANT, corp, 3);

    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      IntStream.range(0, 24)
          .mapToObj(n -> CompletableFuture.runAsync(() -> doSomething(new Random(n)), threads))
          .toList()
          .forEach(CompletableFuture::join);
    }

    assertThat(mostPerContactAndDay()).isLessThanOrEqualTo(3);
  }

  private void doSomething(Random random) {
    CampaignId campaign = aCampaign();
    if (random.nextInt(3) == 0) {
      freezeTasks(
          IntStream.range(0, 5).mapToObj(n -> task(1 + random.nextInt(60))).toList());
      return;
    }
    FrozenAudience frozen = freeze(campaign);
    if (random.nextBoolean()) {
      frozen.jobs().forEach(job -> protect(campaign, job.jobNo()));
    } else if (!frozen.jobs().isEmpty()) {
      settled(campaign, 1, new JobOutcome.Withdrawn(RecipientState.CANCELLED));
    }
    ledgers.requireBalanced(TENANT, campaign);
  }

  @Test
  void whoOptedOutSinceTheFreezeIsExcludedBeforeTheJobLeaves() {
    contacts(10);
    CampaignId campaign = aCampaign();
    freeze(campaign);
    optOut(4, 7);

    assertThat(protect(campaign, 1)).isEqualTo(Verdict.clear(8));

    assertThat(ledgers.stateOf(TENANT, campaign, 4)).isEqualTo(RecipientState.EXCLUDED);
    assertThat(ledgers.counts(TENANT, campaign).excluded())
        .isEqualTo(Map.of(ExclusionReason.SUPPRESSED, 2L));
    ledgers.requireBalanced(TENANT, campaign);
    assertThat(protect(campaign, 1)).as("asked again").isEqualTo(Verdict.clear(8));
    assertThat(freeze(campaign).planned()).as("frozen again: what stood then").isEqualTo(10);
  }

  @Test
  void aJobWhoseRecipientsAllOptedOutIsEmpty() {
    contacts(3);
    CampaignId campaign = aCampaign();
    freeze(campaign);
    optOut(1, 2, 3);

    assertThat(protect(campaign, 1)).isEqualTo(Verdict.clear(0));
    ledgers.requireBalanced(TENANT, campaign);
  }

  @Test
  void aJobThatTheChannelMayHaveIsNotTakenForEmpty() {
    contacts(3);
    CampaignId campaign = aCampaign();
    freeze(campaign);
    settled(campaign, 1, new JobOutcome.Unknown("no answer"));

    Verdict verdict = protect(campaign, 1);

    assertThat(verdict.hold()).isNotNull();
    assertThat(verdict.hold().reason()).isEqualTo(HoldReason.LEDGER_BEHIND);
  }

  @Test
  void whatWasNotSentGivesTheDayBackAndWhatMayHaveBeenDoesNot() {
    contacts(4);
    CampaignId cancelled = aCampaign();
    freeze(cancelled);
    settled(cancelled, 1, new JobOutcome.Withdrawn(RecipientState.CANCELLED));

    CampaignId unknown = aCampaign();
    assertThat(freeze(unknown).planned()).isEqualTo(4);
    settled(unknown, 1, new JobOutcome.Unknown("no answer"));

    assertThat(freeze(aCampaign()).planned()).isZero();
    settled(
        unknown,
        1,
        new JobOutcome.Accepted(
            "msg-" + unknown,
            List.of(new JobOutcome.RefusedRecipient(Export.contact(2), 40096))));
    settled(
        unknown,
        1,
        new JobOutcome.Receipts(
            List.of(
                new JobOutcome.Receipt(Export.contact(1), RecipientState.SENT),
                new JobOutcome.Receipt(Export.contact(3), RecipientState.OVER_QUOTA)),
            false));
    assertThat(freeze(aCampaign()).excluded())
        .as("sent and issued count, refused and not delivered do not")
        .isEqualTo(Map.of(ExclusionReason.FREQUENCY_CAP, 2L));
  }

  @Test
  void daysTurnInTheCorpsZone() {
    ZoneId berlin = ZoneId.of("Europe/Berlin");
    CorpRegister.shared().register(corp.value(), berlin.getId());
    contacts(2);
    ledgers.allow(TENANT, corp, 1);
    CLOCK.set("2027-03-10T23:30", berlin);
    freeze(aCampaign());

    CLOCK.set("2027-03-10T23:59", berlin);
    assertThat(freeze(aCampaign()).planned()).as("the day in Shanghai has turned").isZero();

    CLOCK.set("2027-03-11T00:00", berlin);
    assertThat(freeze(aCampaign()).planned()).isEqualTo(2);
  }

  @Test
  void aJobCountsForTheDayOnWhichItLeaves() {
    contacts(6);
    CampaignId late = aCampaign();
    freeze(late);
    CampaignId overtaken = aCampaign();
    CLOCK.set("2027-03-11T10:00", SHANGHAI);
    freezeTask(Exemption.NONE, 5);

    assertThat(protect(late, 1)).as("contact 5 has had a message today").isEqualTo(Verdict.clear(5));

    assertThat(ledgers.counts(TENANT, late).excluded())
        .isEqualTo(Map.of(ExclusionReason.FREQUENCY_CAP, 1L));
    assertThat(freeze(overtaken).planned()).as("the late one has taken the day").isZero();
    ledgers.requireBalanced(TENANT, late);
  }

  @Test
  void aStricterPolicyHoldsForWhatIsFrozenAlready() {
    contacts(3);
    ledgers.allow(TENANT, corp, 2);
    CampaignId first = aCampaign();
    CampaignId second = aCampaign();
    freeze(first);
    freeze(second);
    ledgers.allow(TENANT, corp, 1);

    assertThat(protect(first, 1)).isEqualTo(Verdict.clear(0));
    assertThat(protect(second, 1)).isEqualTo(Verdict.clear(3));
  }

  @Test
  void inQuietHoursJobsWaitUntilTheirEnd() {
    contacts(3);
    CampaignId campaign = aCampaign();
    freeze(campaign);

    CLOCK.set("2027-03-10T20:59:59", SHANGHAI);
    assertThat(protect(campaign, 1).hold()).isNull();

    for (String quiet : List.of("2027-03-10T21:00", "2027-03-11T00:10", "2027-03-11T08:59")) {
      CLOCK.set(quiet, SHANGHAI);
      Verdict verdict = protect(campaign, 1);
      assertThat(verdict.hold()).as(quiet).isNotNull();
      assertThat(verdict.hold().reason()).isEqualTo(HoldReason.QUIET_HOURS);
      assertThat(verdict.hold().until()).isEqualTo(Instant.parse("2027-03-11T01:00:00Z"));
      assertThat(verdict.hold().why()).contains("2027-03-11 09:00 Asia/Shanghai");
    }

    JsonNode line =
        operator
            .read(operator.get(TENANT, "/api/v1/campaigns/" + campaign + "/recipients"), 200)
            .at("/items/0");
    assertThat(line.path("heldBy").asText()).isEqualTo("QUIET_HOURS");
    assertThat(line.path("heldUntil").asText()).isEqualTo("2027-03-11T01:00:00Z");

    CLOCK.set("2027-03-11T09:00", SHANGHAI);
    assertThat(protect(campaign, 1)).isEqualTo(Verdict.clear(3));
  }

  @Test
  void whatMayIgnoreQuietHoursLeavesInThem() {
    contacts(3);
    CLOCK.set("2027-03-10T23:00", SHANGHAI);
    CampaignId urgent = aCampaign();

    freeze(urgent, new Exemption(true, false));

    assertThat(protect(urgent, 1)).isEqualTo(Verdict.clear(3));
  }

  @Test
  void whatIsFrozenInQuietHoursCountsForTheMorning() {
    contacts(3);
    freezeTask(Exemption.NONE, 1);
    CLOCK.set("2027-03-10T22:00", SHANGHAI);

    CampaignId morning = aCampaign();
    assertThat(freeze(morning).planned()).as("today's message does not count").isEqualTo(3);
    assertThat(freeze(aCampaign()).planned()).as("tomorrow is taken").isZero();
    assertThat(freezeTask(new Exemption(true, false), 1).planned())
        .as("today is taken for contact 1")
        .isZero();
    assertThat(freezeTask(new Exemption(true, false), 2).planned())
        .as("today is free for contact 2")
        .isEqualTo(1);

    CLOCK.set("2027-03-11T09:00", SHANGHAI);
    assertThat(protect(morning, 1)).isEqualTo(Verdict.clear(3));
  }

  @Test
  void inModeDayWecomTakesOneADay() {
    contacts(2);
    ledgers.policy(TENANT, corp, 10, "00:00", "00:00", "DAY_1");
    freeze(aCampaign());

    assertThat(freeze(aCampaign()).excluded())
        .isEqualTo(Map.of(ExclusionReason.RECEIVE_QUOTA, 2L));
    assertThat(freezeTask(new Exemption(true, true), 1).excluded())
        .as("nothing passes by WeCom's quota")
        .isEqualTo(Map.of(ExclusionReason.RECEIVE_QUOTA, 1L));

    CLOCK.set("2027-03-11T12:00", SHANGHAI);
    assertThat(freeze(aCampaign()).planned()).isEqualTo(2);
  }

  @Test
  void inModeWeekWecomTakesSevenFromMondayToSunday() {
    contacts(2);
    ledgers.policy(TENANT, corp, 10, "00:00", "00:00", "WEEK_7");
    CLOCK.set("2027-03-13T12:00", SHANGHAI);
    freezeTimes(4);
    CLOCK.set("2027-03-14T23:59", SHANGHAI);
    assertThat(freezeTimes(4)).containsExactly(2L, 2L, 2L, 0L);

    CLOCK.set("2027-03-15T00:00", SHANGHAI);
    assertThat(freezeTimes(1)).as("Monday").containsExactly(2L);
  }

  @Test
  void inModeMonthWecomTakesAsManyAsTheMonthHasDays() {
    contacts(1);
    ledgers.policy(TENANT, corp, 100, "00:00", "00:00", "MONTH_DAYS");
    CLOCK.set("2027-02-10T12:00", SHANGHAI);
    freezeTimes(20);
    CLOCK.set("2027-02-28T23:00", SHANGHAI);
    assertThat(freezeTimes(9)).containsExactly(1L, 1L, 1L, 1L, 1L, 1L, 1L, 1L, 0L);

    CLOCK.set("2027-03-01T00:00", SHANGHAI);
    assertThat(freezeTimes(1)).containsExactly(1L);
  }

  @Test
  void anotherChannelDoesNotUseUpWecomsQuota() {
    contacts(1);
    ledgers.policy(TENANT, corp, 10, "00:00", "00:00", "DAY_1");
    operator.read(
        operator.internalPost(
            "/internal/v1/campaigns/" + aCampaign() + ":freeze",
            new FreezeAudience(
                TENANT, corp, Channel.IPAD, EVERYONE, List.of(sender(1, 0, 100)), Exemption.NONE)),
        FrozenAudience.class);

    assertThat(freeze(aCampaign()).planned()).isEqualTo(1);
  }

  @Test
  void aPolicyTellsWhoChangedWhatAndWhen() {
    JsonNode first = policy();
    assertThat(first.path("version").asInt()).isZero();
    assertThat(first.path("maxPerDay").asInt()).isEqualTo(1);
    assertThat(first.at("/quietHours/from").asText()).isEqualTo("21:00");
    assertThat(first.at("/quietHours/until").asText()).isEqualTo("09:00");
    assertThat(first.path("receiveQuota").asText()).isEqualTo("MONTH_DAYS");
    assertThat(first.path("timeZone").asText()).isEqualTo("Asia/Shanghai");

    ledgers.policy(TENANT, corp, 2, "22:00", "08:00", "WEEK_7");
    ledgers.policy(TENANT, corp, 3, "22:00", "08:00", "DAY_1");

    JsonNode history = operator.read(operator.get(TENANT, path() + "/history"), 200).path("items");
    assertThat(history).hasSize(2);
    assertThat(history.get(0).path("version").asInt()).isEqualTo(2);
    assertThat(history.get(0).path("maxPerDay").asInt()).isEqualTo(3);
    assertThat(history.get(1).path("receiveQuota").asText()).isEqualTo("WEEK_7");
    assertThat(history.get(1).path("changedBy").asText()).isEqualTo("a test");
    assertThat(Instant.parse(history.get(1).path("changedAt").asText()))
        .isBetween(CLOCK.instant().minus(Duration.ofMinutes(1)), CLOCK.instant());
  }

  @Test
  void aChangeToAnOldVersionIsRefused() {
    ledgers.policy(TENANT, corp, 2, "22:00", "08:00", "WEEK_7");

    assertThat(
            operator
                .put(
                    TENANT,
                    path(),
                    Map.of(
                        "maxPerDay", 5,
                        "quietHours", Map.of("from", "22:00", "until", "08:00"),
                        "receiveQuota", "WEEK_7",
                        "version", 0))
                .statusCode())
        .isEqualTo(409);
    assertThat(policy().path("maxPerDay").asInt()).isEqualTo(2);
  }

  @Test
  void aPolicyThatMeansNothingIsRefused() {
    Map<String, String> quiet = Map.of("from", "22:00", "until", "08:00");
    for (Map<String, Object> bad :
        List.<Map<String, Object>>of(
            Map.of("quietHours", quiet, "receiveQuota", "WEEK_7"),
            Map.of("maxPerDay", 1, "receiveQuota", "WEEK_7"),
            Map.of("maxPerDay", 0, "quietHours", quiet, "receiveQuota", "WEEK_7"),
            Map.of("maxPerDay", 1, "quietHours", quiet, "receiveQuota", "ANY"),
            Map.of(
                "maxPerDay",
                1,
                "quietHours",
                Map.of("from", "24:00", "until", "08:00"),
                "receiveQuota",
                "DAY_1"))) {
      assertThat(operator.put(TENANT, path(), bad).statusCode()).as(bad.toString()).isEqualTo(400);
    }
    assertThat(policy().path("version").asInt()).isZero();
    assertThat(
            operator
                .get(TENANT, "/api/v1/corps/wwUnknownCorp/recipient-policy")
                .statusCode())
        .isEqualTo(404);
  }

  private void contacts(int count) {
    new Export().contactsOf(1, 1, count).importInto(operator, TENANT, corp);
  }

  private void optOut(int... contacts) {
    StringBuilder rows = new StringBuilder("external_userid,reason\n");
    IntStream.of(contacts)
        .forEach(contact -> rows.append(Export.contact(contact)).append(",asked\n"));
    operator.imports(TENANT, "/api/v1/suppressions:import?corpId=" + corp, rows.toString());
  }

  private FrozenAudience freeze(CampaignId campaign) {
    return freeze(campaign, Exemption.NONE);
  }

  private FrozenAudience freeze(CampaignId campaign, Exemption exemption) {
    return operator.read(
        operator.internalPost(
            "/internal/v1/campaigns/" + campaign + ":freeze",
            new FreezeAudience(
                TENANT, corp, Channel.API, EVERYONE, List.of(sender(1, 0, 1000)), exemption)),
        FrozenAudience.class);
  }

  private List<Long> freezeTimes(int times) {
    return IntStream.range(0, times).mapToObj(n -> freeze(aCampaign()).planned()).toList();
  }

  private AudiencePreview preview(Exemption exemption) {
    return operator.read(
        operator.internalPost(
            "/internal/v1/campaigns/1:preview",
            new FreezeAudience(
                TENANT, corp, Channel.API, EVERYONE, List.of(sender(1, 0, 1000)), exemption)),
        AudiencePreview.class);
  }

  private static SingleTask task(int... contacts) {
    return new SingleTask(
        aCampaign(),
        List.of(),
        IntStream.of(contacts).mapToObj(Export::contact).toList(),
        Exemption.NONE);
  }

  private FrozenAudience freezeTask(Exemption exemption, int contact) {
    SingleTask task =
        new SingleTask(aCampaign(), List.of(), List.of(Export.contact(contact)), exemption);
    return freezeTasks(List.of(task)).tasks().getFirst().audience();
  }

  private FrozenTasks freezeTasks(List<SingleTask> tasks) {
    return operator.read(
        operator.internalPost(
            "/internal/v1/tasks:freeze",
            new FreezeTasks(TENANT, corp, Channel.API, List.of(sender(1, 0, 1000)), tasks)),
        FrozenTasks.class);
  }

  private Verdict protect(CampaignId campaign, int jobNo) {
    return operator
        .read(
            operator.internalPost(
                "/internal/v1/jobs:protect",
                new ProtectJobs(TENANT, List.of(new Ask(campaign, jobNo, 1)))),
            Answer.class)
        .verdicts()
        .getFirst();
  }

  /** Reports, and waits until the ledger has taken it in. */
  private void settled(CampaignId campaign, int jobNo, JobOutcome outcome) {
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

  private JsonNode policy() {
    return operator.read(operator.get(TENANT, path()), 200);
  }

  private String path() {
    return "/api/v1/corps/" + corp + "/recipient-policy";
  }

  private int mostPerContactAndDay() {
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

  /** Contacts whose counts say something else than the ledger's rows. */
  private List<String> miscounted() {
    return jdbc.sql(
            """
            with counted as (
              select r.external_userid, j.counted_on, count(*) n
              from recipient r
                join audience_snapshot s
                  on s.tenant_id = r.tenant_id and s.campaign_id = r.campaign_id
                join ledger_job j
                  on j.tenant_id = r.tenant_id and j.campaign_id = r.campaign_id
                    and j.job_no = r.job_no
              where s.tenant_id = :tenant and s.corp_id = :corp
                and r.state in ('PLANNED', 'ISSUED', 'SENT', 'UNKNOWN')
              group by r.external_userid, j.counted_on)
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
