package io.qunfa.data;

import static io.qunfa.data.Ledgers.EVERYONE;
import static io.qunfa.data.Ledgers.aCampaign;
import static io.qunfa.data.Ledgers.sender;
import static org.assertj.core.api.Assertions.assertThat;

import io.qunfa.audience.AudienceRule;
import io.qunfa.audience.ExclusionReason;
import io.qunfa.audience.FreezeTasks;
import io.qunfa.audience.FreezeTasks.FrozenTasks;
import io.qunfa.audience.FreezeTasks.SingleTask;
import io.qunfa.audience.FrozenAudience;
import io.qunfa.audience.FrozenAudience.PlannedJob;
import io.qunfa.audience.Sender;
import io.qunfa.channel.Channel;
import io.qunfa.ids.AccountId;
import io.qunfa.ids.CampaignId;
import io.qunfa.ids.CorpId;
import io.qunfa.ids.TenantId;
import io.qunfa.protection.Exemption;
import java.net.http.HttpResponse;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executors;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;

@DataServiceTest
final class FreezeCampaignTest {
  private static final TenantId TENANT = new TenantId(702);

  private final Operator operator;
  private final Ledgers ledgers;

  FreezeCampaignTest(@Autowired Operator operator, @Autowired Ledgers ledgers) {
    this.operator = operator;
    this.ledgers = ledgers;
  }

  @Test
  void eachAccountsContactsAreCutIntoJobsOfItsSize() {
    CorpId corp = new CorpId("wwFreezeJobs");
    new Export().contactsOf(1, 1, 25).contactsOf(2, 101, 107).importInto(operator, TENANT, corp);
    CampaignId campaign = aCampaign();

    FrozenAudience frozen =
        ledgers.freeze(
            TENANT, corp, campaign, EVERYONE, List.of(sender(1, 0, 10), sender(2, 0, 10)));

    assertThat(frozen.jobs())
        .containsExactly(
            new PlannedJob(1, new AccountId(1), Export.member(1), 10),
            new PlannedJob(2, new AccountId(1), Export.member(1), 10),
            new PlannedJob(3, new AccountId(1), Export.member(1), 5),
            new PlannedJob(4, new AccountId(2), Export.member(2), 7));
    assertThat(ledgers.jobOf(TENANT, campaign, 10)).isEqualTo(1);
    assertThat(ledgers.jobOf(TENANT, campaign, 11)).isEqualTo(2);
    assertThat(ledgers.jobOf(TENANT, campaign, 101)).isEqualTo(4);
    ledgers.requireBalanced(TENANT, campaign);
  }

  @Test
  void whoIsFollowedBySeveralGoesToTheLeastLoaded() {
    CorpId corp = new CorpId("wwFreezeShared");
    Export export = new Export().contactsOf(1, 1, 20);
    for (int shared = 101; shared <= 160; shared++) {
      export.row(shared, 1, "").row(shared, 2, "").row(shared, 3, "");
    }
    export.importInto(operator, TENANT, corp);

    FrozenAudience frozen =
        ledgers.freeze(
            TENANT,
            corp,
            aCampaign(),
            EVERYONE,
            List.of(sender(1, 0, 1000), sender(2, 10, 1000), sender(3, 30, 1000)));

    // 20 + 10 + 30 already, 60 to share: all end at 40.
    assertThat(shares(frozen))
        .isEqualTo(Map.of(new AccountId(1), 40, new AccountId(2), 30, new AccountId(3), 10));
  }

  @Test
  void whoIsSharedIsGivenOnlyToAMemberWhoFollows() {
    CorpId corp = new CorpId("wwFreezeSets");
    Export export = new Export();
    for (int contact = 1; contact <= 300; contact++) {
      export.row(contact, 1 + contact % 5, "").row(contact, 1 + contact % 7, "");
    }
    export.importInto(operator, TENANT, corp);
    CampaignId campaign = aCampaign();
    List<Sender> senders = IntStream.rangeClosed(1, 7).mapToObj(n -> sender(n, 0, 20)).toList();

    FrozenAudience frozen = ledgers.freeze(TENANT, corp, campaign, EVERYONE, senders);

    assertThat(frozen.planned()).isEqualTo(300);
    Map<Integer, Integer> memberOfJob =
        frozen.jobs().stream()
            .collect(Collectors.toMap(PlannedJob::jobNo, job -> (int) job.accountId().value()));
    for (int contact = 1; contact <= 300; contact++) {
      assertThat(memberOfJob.get(ledgers.jobOf(TENANT, campaign, contact)))
          .as("contact " + contact)
          .isIn(1 + contact % 5, 1 + contact % 7);
    }
    assertThat(shares(frozen).values()).allMatch(share -> share >= 30 && share <= 55);
    ledgers.requireBalanced(TENANT, campaign);
  }

  @Test
  void thoseWhoAreNotWrittenToAreExplained() {
    CorpId corp = new CorpId("wwFreezeExcluded");
    new Export().contactsOf(1, 1, 5).contactsOf(9, 6, 7).importInto(operator, TENANT, corp);
    operator.imports(
        TENANT,
        "/api/v1/suppressions:import?corpId=" + corp,
        "external_userid,reason\n%s,complaint\n%s,complaint\n"
            .formatted(Export.contact(2), Export.contact(6)));
    CampaignId campaign = aCampaign();
    AudienceRule named =
        new AudienceRule(
            null,
            null,
            null,
            null,
            IntStream.of(1, 2, 6, 7, 77).mapToObj(Export::contact).toList());

    FrozenAudience frozen =
        ledgers.freeze(TENANT, corp, campaign, named, List.of(sender(1, 0, 10)));

    assertThat(frozen.targeted()).isEqualTo(5);
    assertThat(frozen.planned()).isEqualTo(1);
    assertThat(frozen.excluded())
        .isEqualTo(
            Map.of(
                ExclusionReason.SUPPRESSED,
                2L,
                ExclusionReason.NO_SENDER,
                1L,
                ExclusionReason.UNKNOWN_CONTACT,
                1L));
    ledgers.requireBalanced(TENANT, campaign);
  }

  @Test
  void everyPartOfARuleMustHold() {
    CorpId corp = new CorpId("wwFreezeRules");
    new Export()
        .row(1, 1, "a|b")
        .row(2, 1, "a")
        .row(3, 1, "b")
        .row(4, 1, "a")
        .row(4, 2, "b")
        .row(5, 2, "c")
        .importInto(operator, TENANT, corp);

    assertThat(targets(corp, rule(List.of("a", "c"), null, null, null))).isEqualTo(4);
    // A contact's tags are those of all who follow it.
    assertThat(targets(corp, rule(null, List.of("a", "b"), null, null))).isEqualTo(2);
    assertThat(targets(corp, rule(List.of("a"), null, List.of("b"), null))).isEqualTo(1);
    assertThat(targets(corp, rule(null, null, null, List.of(Export.member(2))))).isEqualTo(2);
    assertThat(targets(corp, rule(List.of("no such tag"), null, null, null))).isZero();
    assertThat(targets(corp, rule(null, null, List.of("no such tag"), null))).isEqualTo(5);
  }

  @Test
  void freezingAgainAnswersWhatStands() {
    CorpId corp = new CorpId("wwFreezeAgain");
    new Export().contactsOf(1, 1, 30).importInto(operator, TENANT, corp);
    CampaignId campaign = aCampaign();
    FrozenAudience first =
        ledgers.freeze(TENANT, corp, campaign, EVERYONE, List.of(sender(1, 0, 10)));
    new Export().contactsOf(1, 31, 60).importInto(operator, TENANT, corp);

    FrozenAudience second =
        ledgers.freeze(TENANT, corp, campaign, EVERYONE, List.of(sender(1, 0, 7)));

    assertThat(second).isEqualTo(first);
    ledgers.requireBalanced(TENANT, campaign);
  }

  @Test
  void manyFreezesAtOnceFreezeOnce() {
    CorpId corp = new CorpId("wwFreezeRace");
    new Export().contactsOf(1, 1, 400).contactsOf(2, 201, 600).importInto(operator, TENANT, corp);
    CampaignId campaign = aCampaign();

    Set<FrozenAudience> answers;
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      answers =
          IntStream.range(0, 8)
              .mapToObj(
                  n ->
                      CompletableFuture.supplyAsync(
                          () ->
                              ledgers.freeze(
                                  TENANT,
                                  corp,
                                  campaign,
                                  EVERYONE,
                                  List.of(sender(1, 0, 50), sender(2, 0, 50))),
                          threads))
              .toList()
              .stream()
              .map(CompletableFuture::join)
              .collect(Collectors.toSet());
    }

    assertThat(answers).hasSize(1);
    assertThat(answers.iterator().next().targeted()).isEqualTo(600);
    ledgers.requireBalanced(TENANT, campaign);
  }

  @Test
  void anotherTenantsContactsAreNotSeen() {
    CorpId corp = new CorpId("wwFreezeTenants");
    new Export().contactsOf(1, 1, 3).importInto(operator, TENANT, corp);
    CampaignId campaign = aCampaign();

    FrozenAudience frozen =
        ledgers.freeze(new TenantId(7029), corp, campaign, EVERYONE, List.of(sender(1, 0, 10)));

    assertThat(frozen.targeted()).isZero();
    assertThat(
            operator
                .internalGet("/internal/v1/campaigns/" + campaign + "/ledger?tenantId=702")
                .statusCode())
        .isEqualTo(404);
  }

  @Test
  void manyTasksAreFrozenAtOnceAndOnce() {
    CorpId corp = new CorpId("wwFreezeTasks");
    ledgers.allow(TENANT, corp, 2);
    new Export().contactsOf(1, 1, 10).contactsOf(2, 5, 20).importInto(operator, TENANT, corp);
    SingleTask any = task(List.of(), 1, 6, 6, 77);
    SingleTask onlySecond = task(List.of(new AccountId(2)), 1, 6);
    FreezeTasks request =
        new FreezeTasks(
            TENANT,
            corp,
            Channel.API,
            List.of(sender(1, 0, 10), sender(2, 5, 10)),
            List.of(any, onlySecond));

    FrozenTasks first = freeze(request);
    FrozenTasks second = freeze(request);

    assertThat(second).isEqualTo(first);
    FrozenAudience anyAudience = first.tasks().getFirst().audience();
    assertThat(anyAudience.targeted()).isEqualTo(3);
    assertThat(anyAudience.excluded()).isEqualTo(Map.of(ExclusionReason.UNKNOWN_CONTACT, 1L));
    assertThat(shares(anyAudience)).isEqualTo(Map.of(new AccountId(1), 2));
    FrozenAudience secondAudience = first.tasks().getLast().audience();
    assertThat(secondAudience.excluded()).isEqualTo(Map.of(ExclusionReason.NO_SENDER, 1L));
    assertThat(shares(secondAudience)).isEqualTo(Map.of(new AccountId(2), 1));
    ledgers.requireBalanced(TENANT, any.taskId());
    ledgers.requireBalanced(TENANT, onlySecond.taskId());
  }

  @Test
  void anIdThatNoLedgerCanHoldIsRefused() {
    HttpResponse<String> answer =
        operator.internalPost(
            "/internal/v1/tasks:freeze",
            new FreezeTasks(
                TENANT,
                new CorpId("wwFreezeJobs"),
                Channel.API,
                List.of(),
                List.of(new SingleTask(aCampaign(), List.of(), List.of("客户"), Exemption.NONE))));

    assertThat(operator.read(answer, 400).path("code").asText()).isEqualTo("invalid-request");
  }

  private FrozenTasks freeze(FreezeTasks request) {
    return operator.read(
        operator.internalPost("/internal/v1/tasks:freeze", request), FrozenTasks.class);
  }

  private static SingleTask task(List<AccountId> allowed, int... contacts) {
    return new SingleTask(
        aCampaign(),
        allowed,
        IntStream.of(contacts).mapToObj(Export::contact).toList(),
        Exemption.NONE);
  }

  private long targets(CorpId corp, AudienceRule rule) {
    return ledgers
        .freeze(TENANT, corp, aCampaign(), rule, List.of(sender(1, 0, 10), sender(2, 0, 10)))
        .targeted();
  }

  private static AudienceRule rule(
      @Nullable List<String> any,
      @Nullable List<String> all,
      @Nullable List<String> none,
      @Nullable List<String> members) {
    return new AudienceRule(any, all, none, members, null);
  }

  private static Map<AccountId, Integer> shares(FrozenAudience frozen) {
    return frozen.jobs().stream()
        .collect(Collectors.toMap(PlannedJob::accountId, PlannedJob::recipients, Integer::sum));
  }
}
