package io.qunfa.data;

import static io.qunfa.data.Ledgers.aCampaign;
import static io.qunfa.data.Ledgers.sender;
import static org.assertj.core.api.Assertions.assertThat;

import io.qunfa.audience.FindFollowers;
import io.qunfa.audience.FreezeTasks;
import io.qunfa.audience.FreezeTasks.FrozenTasks;
import io.qunfa.audience.FreezeTasks.SingleTask;
import io.qunfa.audience.FrozenAudience.PlannedJob;
import io.qunfa.audience.Sender;
import io.qunfa.channel.Channel;
import io.qunfa.ids.AccountId;
import io.qunfa.ids.CorpId;
import io.qunfa.ids.TenantId;
import io.qunfa.protection.Exemption;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;

/** Which of a contact's followers a task without an account goes to. */
@DataServiceTest
final class LeastUsedSenderTest {
  private static final TenantId TENANT = new TenantId(707);

  private final Operator operator;
  private final Ledgers ledgers;

  LeastUsedSenderTest(@Autowired Operator operator, @Autowired Ledgers ledgers) {
    this.operator = operator;
    this.ledgers = ledgers;
  }

  @Test
  void theFollowersOfContactsAreToldEachOnce() {
    CorpId corp = new CorpId("wwFollowers");
    new Export()
        .contactsOf(1, 1, 10)
        .contactsOf(2, 5, 20)
        .contactsOf(3, 30, 30)
        .importInto(operator, TENANT, corp);

    assertThat(followers(corp, 5, 6, 7)).containsExactly(Export.member(1), Export.member(2));
    assertThat(followers(corp, 30, 31)).containsExactly(Export.member(3));
    assertThat(followers(corp)).isEmpty();
  }

  @Test
  void theFollowerWithTheLargestShareOfItsQuotaLeftIsChosen() {
    // 400 of 5,000 used is less than 50 of 100.
    assertThat(chosen(used(1, 50, 100), used(2, 400, 5000))).isEqualTo(2);
  }

  @Test
  void whoHasNoneLeftComesLast() {
    assertThat(chosen(used(1, 100, 100), ofFavour(2, 90, 0.1))).isEqualTo(2);
  }

  @Test
  void healthAndWeightCount() {
    assertThat(chosen(ofFavour(1, 0, 0.5), ofFavour(2, 30, 1))).isEqualTo(2);
    assertThat(chosen(ofFavour(1, 0, 1), ofFavour(2, 50, 3))).isEqualTo(2);
  }

  @Test
  void onlyFollowersAreChosenHoweverMuchOthersHaveLeft() {
    CorpId corp = new CorpId("wwOnlyFollowers");
    new Export().contactsOf(1, 1, 1).contactsOf(2, 2, 2).importInto(operator, TENANT, corp);

    assertThat(freeze(corp, List.of(used(1, 99, 100), used(2, 0, 100)), 1))
        .isEqualTo(Map.of(1L, 1));
  }

  @Test
  void manyTasksSpreadBySharesOfQuota() {
    CorpId corp = new CorpId("wwSpread");
    new Export().contactsOf(1, 1, 120).contactsOf(2, 1, 120).importInto(operator, TENANT, corp);

    Map<Long, Integer> shares =
        freeze(
            corp,
            List.of(used(1, 0, 100), used(2, 0, 200)),
            IntStream.rangeClosed(1, 120).toArray());

    assertThat(shares.get(1L)).isBetween(39, 41);
    assertThat(shares.get(2L)).isBetween(79, 81);
  }

  @Test
  void whereNoQuotaIsToldTheLeastLoadedIsChosen() {
    assertThat(chosen(sender(1, 5, 10), sender(2, 4, 10))).isEqualTo(2);
    assertThat(chosen(sender(1, 4, 10), sender(2, 4, 10))).isEqualTo(1);
  }

  /** Both follow the contact. */
  private long chosen(Sender one, Sender other) {
    CorpId corp = new CorpId("wwBothFollow");
    ledgers.allow(TENANT, corp, 10);
    new Export().contactsOf(1, 1, 1).contactsOf(2, 1, 1).importInto(operator, TENANT, corp);
    return freeze(corp, List.of(one, other), 1).keySet().iterator().next();
  }

  private Map<Long, Integer> freeze(CorpId corp, List<Sender> senders, int... contacts) {
    FrozenTasks frozen =
        operator.read(
            operator.internalPost(
                "/internal/v1/tasks:freeze",
                new FreezeTasks(
                    TENANT,
                    corp,
                    Channel.API,
                    senders,
                    IntStream.of(contacts)
                        .mapToObj(
                            contact ->
                                new SingleTask(
                                    aCampaign(),
                                    List.of(),
                                    List.of(Export.contact(contact)),
                                    Exemption.NONE))
                        .toList())),
            FrozenTasks.class);
    return frozen.tasks().stream()
        .flatMap(task -> task.audience().jobs().stream())
        .collect(
            Collectors.toMap(
                job -> job.accountId().value(),
                PlannedJob::recipients,
                Integer::sum,
                TreeMap::new));
  }

  private List<String> followers(CorpId corp, int... contacts) {
    return operator
        .read(
            operator.internalPost(
                "/internal/v1/contacts:followers",
                new FindFollowers(
                    TENANT, corp, IntStream.of(contacts).mapToObj(Export::contact).toList())),
            FindFollowers.Followers.class)
        .memberUserids();
  }

  private static Sender used(int n, long used, int quota) {
    return new Sender(new AccountId(n), Export.member(n), used, 100, quota, 1);
  }

  private static Sender ofFavour(int n, long usedOfHundred, double favour) {
    return new Sender(new AccountId(n), Export.member(n), usedOfHundred, 100, 100, favour);
  }
}
