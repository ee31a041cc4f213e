package io.qunfa.task;

import static java.util.Collections.nCopies;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.qunfa.audience.ExclusionReason;
import io.qunfa.audience.FrozenAudience;
import io.qunfa.audience.FrozenAudience.PlannedJob;
import io.qunfa.audience.Sender;
import io.qunfa.ids.AccountId;
import io.qunfa.ids.CampaignId;
import io.qunfa.job.BeginJob.Verdict;
import io.qunfa.ledger.LedgerCounts;
import io.qunfa.ledger.RecipientState;
import io.qunfa.permit.ReservePermits.Decision;
import io.qunfa.permit.ReservePermits.Limit;
import io.qunfa.permit.SendingAccount;
import io.qunfa.wire.JobOutcome;
import io.qunfa.wire.SendCommand;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.springframework.http.HttpEntity;
import org.springframework.http.HttpMethod;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;

class SingleTaskTest extends TaskPostingTest {
  @Test
  void aTaskGoesTheWayOfACampaign() {
    AccountId account = anAccountThatReachesEverybody();

    CampaignId task = CampaignId.of(post(TASKS, aTask("wm1")).get("taskId").asText());

    SendCommand command = nextCommandOf(task, 1);
    assertThat(command.accountId()).isEqualTo(account);
    assertThat(begin(command)).isEqualTo(Verdict.GO);
    assertThat(
            get("/internal/v1/campaigns/" + task + "/content?tenantId=1")
                .at("/content/text")
                .asText())
        .isEqualTo("您的订单已发货");
    report(command, new JobOutcome.Accepted("msg-" + task, List.of()));
    report(command, new JobOutcome.Receipts(List.of(), true));
    NEIGHBOURS.ledgers.put(
        task.value(), new LedgerCounts(1, Map.of(RecipientState.SENT, 1L), Map.of()));
    eventually().until(() -> get(TASKS + "/" + task).get("status").asText().equals("FINISHED"));
    assertThat(get(TASKS + "/" + task).at("/states/SENT").asInt()).isEqualTo(1);
  }

  @Test
  void onlyTheAccountsOfFollowersTravelHoweverManyTheCorpHas() {
    AccountId follower = new AccountId(5_000_003);
    NEIGHBOURS.accounts.put(
        corp,
        IntStream.range(0, 10_000).mapToObj(n -> account(new AccountId(5_000_000 + n))).toList());
    NEIGHBOURS.followers.put(corp, List.of("member-" + follower, "member-of-no-account"));
    NEIGHBOURS.taskAudiences.put(
        corp,
        task ->
            new FrozenAudience(
                1, Map.of(), 1, List.of(new PlannedJob(1, follower, "member-" + follower, 1))));

    CampaignId task = CampaignId.of(post(TASKS, aTask("wm1")).get("taskId").asText());

    assertThat(nextCommandOf(task, 1).accountId()).isEqualTo(follower);
    assertThat(NEIGHBOURS.taskFreezes)
        .filteredOn(freeze -> freeze.corpId().equals(corp))
        .isNotEmpty()
        .allSatisfy(
            freeze ->
                assertThat(freeze.senders()).extracting(Sender::accountId).containsOnly(follower));
    assertThat(NEIGHBOURS.finds)
        .filteredOn(find -> find.corpId().equals(corp))
        .allSatisfy(find -> assertThat(find.memberUserids()).hasSize(2));
  }

  @Test
  void anAccountThatAnEarlierTryChoseIsFoundThoughItsMemberFollowsNoMore() {
    AccountId chosen = anAccountThatReachesEverybody();
    NEIGHBOURS.followers.put(corp, List.of());

    CampaignId task = CampaignId.of(post(TASKS, aTask("wm1")).get("taskId").asText());

    assertThat(nextCommandOf(task, 1).accountId()).isEqualTo(chosen);
  }

  @Test
  void aTaskThatWaitsSaysWhyAndUntilWhen() {
    AccountId account = anAccountThatReachesEverybody();
    NEIGHBOURS.denied.put(
        account, new Decision(0, null, null, Duration.ofHours(2), Limit.DAILY_QUOTA));

    CampaignId task = CampaignId.of(post(TASKS, aTask("wm1")).get("taskId").asText());

    eventually().until(() -> get(TASKS + "/" + task).get("held").size() == 1);
    JsonNode held = get(TASKS + "/" + task).get("held").get(0);
    assertThat(held.get("reason").asText()).isEqualTo("DAILY_QUOTA");
    assertThat(Instant.parse(held.get("until").asText()))
        .isAfter(CLOCK.instant().plus(Duration.ofMinutes(119)));
  }

  @Test
  void manyAtOnceWithOneKeyMakeOneTask() {
    Set<String> ids =
        new HashSet<>(
            inParallel(
                50,
                i ->
                    bodyOf(exchange(HttpMethod.POST, TASKS, aTask("wm1"), corp + "-k"))
                        .get("taskId")
                        .asText()));

    assertThat(ids).hasSize(1);
    assertThat(tasksOfCorp()).isEqualTo(1);
  }

  @Test
  void manyAtOnceWithKeysOfTheirOwnMakeOneTaskEach() {
    List<String> ids =
        inParallel(
            100,
            i ->
                bodyOf(exchange(HttpMethod.POST, TASKS, aTask("wm" + i), corp + "-" + (i % 50)))
                    .path("taskId")
                    .asText("refused"));

    // Two requests share each key and differ in their contact: one of the two is refused.
    assertThat(ids).filteredOn("refused"::equals).hasSize(50);
    assertThat(tasksOfCorp()).isEqualTo(50);
  }

  @Test
  void sameKeyOtherBodyIsRefused() {
    exchange(HttpMethod.POST, TASKS, aTask("wm1"), corp + "-1");

    ResponseEntity<JsonNode> refused = exchange(HttpMethod.POST, TASKS, aTask("wm2"), corp + "-1");

    assertThat(refused.getStatusCode()).isEqualTo(HttpStatus.UNPROCESSABLE_ENTITY);
    assertThat(bodyOf(refused).get("code").asText()).isEqualTo("idempotency-key-reused");
    assertThat(tasksOfCorp()).isEqualTo(1);
  }

  @Test
  void aBatchIsAcceptedOnce() {
    List<Map<String, Object>> batch =
        IntStream.range(0, 250).mapToObj(i -> aTask("wm" + i)).toList();

    JsonNode first = bodyOf(exchange(HttpMethod.POST, TASKS + ":batch", batch, corp + "-b"));
    JsonNode second = bodyOf(exchange(HttpMethod.POST, TASKS + ":batch", batch, corp + "-b"));

    assertThat(first.get("taskIds")).hasSize(250);
    assertThat(second).isEqualTo(first);
    assertThat(tasksOfCorp()).isEqualTo(250);
  }

  @Test
  void everyMistakeOfABatchIsNamedAndNothingIsAccepted() {
    List<Map<String, Object>> batch = new ArrayList<>();
    batch.add(aTask("wm1"));
    Map<String, Object> withoutContent = aTask("wm2");
    withoutContent.remove("content");
    batch.add(withoutContent);
    batch.add(aTask("wm3"));
    Map<String, Object> nobody = aTask("wm4");
    nobody.put("externalUserIds", List.of());
    batch.add(nobody);

    ResponseEntity<JsonNode> refused =
        exchange(HttpMethod.POST, TASKS + ":batch", batch, corp + "-b");

    assertThat(refused.getStatusCode()).isEqualTo(HttpStatus.BAD_REQUEST);
    assertThat(bodyOf(refused).get("errors"))
        .extracting(error -> error.get("pointer").asText())
        .containsExactly("/1", "/3");
    assertThat(tasksOfCorp()).isZero();
  }

  @Test
  void anUnknownFieldIsRefused() {
    Map<String, Object> task = aTask("wm1");
    task.put("acount", "7");

    assertThat(exchange(HttpMethod.POST, TASKS, task, null).getStatusCode())
        .isEqualTo(HttpStatus.BAD_REQUEST);
  }

  @Test
  void aTaskForAnAccountThatIsNotThereIsNotSentByAnother() {
    anAccountThatReachesEverybody();
    NEIGHBOURS.taskAudiences.put(
        corp, task -> new FrozenAudience(1, Map.of(ExclusionReason.NO_SENDER, 1L), 0, List.of()));
    Map<String, Object> request = aTask("wm1");
    request.put("accountId", "1");

    CampaignId task = CampaignId.of(post(TASKS, request).get("taskId").asText());
    NEIGHBOURS.ledgers.put(
        task.value(),
        new LedgerCounts(
            1, Map.of(RecipientState.EXCLUDED, 1L), Map.of(ExclusionReason.NO_SENDER, 1L)));

    eventually().until(() -> get(TASKS + "/" + task).get("status").asText().equals("FINISHED"));
    assertThat(get(TASKS + "/" + task).at("/excluded/NO_SENDER").asInt()).isEqualTo(1);
    assertThat(NEIGHBOURS.senderlessFreezes).contains(task);
  }

  @Test
  void tasksWaitForDataServiceAndGoOnByThemselves() {
    anAccountThatReachesEverybody();
    NEIGHBOURS.dataServiceAway = true;
    CampaignId task = CampaignId.of(post(TASKS, aTask("wm1")).get("taskId").asText());
    assertThat(get(TASKS + "/" + task).get("status").asText()).isEqualTo("SCHEDULED");

    NEIGHBOURS.dataServiceAway = false;

    assertThat(commandsOf(task, 1)).hasSize(1);
  }

  @Test
  void anIdThatNoLedgerCanHoldIsRefusedAtTheDoor() {
    for (String id : List.of("客户1", "wm 1", "w".repeat(65))) {
      ResponseEntity<JsonNode> refused = exchange(HttpMethod.POST, TASKS, aTask(id), null);

      assertThat(refused.getStatusCode()).isEqualTo(HttpStatus.BAD_REQUEST);
      assertThat(bodyOf(refused).get("detail").asText()).contains("visible ASCII", id);
    }
    assertThat(tasksOfCorp()).isZero();
  }

  @Test
  void aTaskThatDataServiceRefusesFailsVisiblyAndHoldsUpNobody() {
    anAccountThatReachesEverybody();
    NEIGHBOURS.refusedContacts.add("wm-" + corp);

    JsonNode ids =
        post(TASKS + ":batch", List.of(aTask("wm1"), aTask("wm-" + corp), aTask("wm3")))
            .get("taskIds");

    assertThat(commandsOf(CampaignId.of(ids.get(0).asText()), 1)).hasSize(1);
    assertThat(commandsOf(CampaignId.of(ids.get(2).asText()), 1)).hasSize(1);
    String refused = TASKS + "/" + ids.get(1).asText();
    eventually().until(() -> get(refused).get("status").asText().equals("FAILED"));
    assertThat(get(refused).get("statusReason").asText()).isEqualTo("No ledger can hold this.");
    assertThat(get(refused).at("/states/EXCLUDED").asInt()).isEqualTo(1);
  }

  @Test
  void aTaskIsNotAdmittedToASenderThatNobodyListsAndGoesOnWhenItIs() {
    AccountId account = anAccountThatReachesEverybody();
    List<SendingAccount> listed = NEIGHBOURS.accounts.getOrDefault(corp, List.of());
    NEIGHBOURS.accounts.put(corp, List.of());
    CampaignId task = CampaignId.of(post(TASKS, aTask("wm1")).get("taskId").asText());
    eventually().until(() -> isPutOff(task, Duration.ofSeconds(35)));

    NEIGHBOURS.accounts.put(corp, listed);
    CLOCK.advance(Duration.ofMinutes(2));

    assertThat(nextCommandOf(task, 1).accountId()).isEqualTo(account);
  }

  @Test
  void whatCreatesNeedsAKey() {
    for (Map.Entry<String, Object> creation :
        Map.of(
                TASKS,
                aTask("wm1"),
                TASKS + ":batch",
                List.of(aTask("wm1")),
                "/api/v1/campaigns",
                aCampaign())
            .entrySet()) {
      ResponseEntity<JsonNode> refused =
          http.exchange(
              creation.getKey(),
              HttpMethod.POST,
              new HttpEntity<>(creation.getValue(), headers(creation.getKey())),
              JsonNode.class);

      assertThat(refused.getStatusCode()).isEqualTo(HttpStatus.BAD_REQUEST);
      assertThat(bodyOf(refused).get("detail").asText()).contains("Idempotency-Key is missing");
    }
    assertThat(tasksOfCorp()).isZero();
  }

  @Test
  void theLongestContentThereIsIsAccepted() {
    String longest = "https://example.com/" + "\"".repeat(2000);
    Map<String, Object> link =
        Map.of(
            "type",
            "link",
            "title",
            "\"".repeat(128),
            "url",
            longest,
            "picUrl",
            longest,
            "desc",
            "\"".repeat(512));
    Map<String, Object> task = aTask("wm1");
    task.put("content", Map.of("text", "\"".repeat(4000), "attachments", nCopies(9, link)));

    assertThat(exchange(HttpMethod.POST, TASKS, task, null).getStatusCode())
        .isEqualTo(HttpStatus.ACCEPTED);
  }

  private interface Request {
    String send(int number);
  }

  private static List<String> inParallel(int count, Request request) {
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      return IntStream.range(0, count)
          .mapToObj(i -> CompletableFuture.supplyAsync(() -> request.send(i), threads))
          .toList()
          .stream()
          .map(CompletableFuture::join)
          .toList();
    }
  }

  private boolean isPutOff(CampaignId task, Duration atLeast) {
    return jdbc.sql("select count(*) from waiting_task where task_id = ? and leased_until > ?")
            .params(task.value(), CLOCK.instant().plus(atLeast))
            .query(Integer.class)
            .single()
        == 1;
  }

  private int tasksOfCorp() {
    return jdbc.sql("select count(*) from single_task where corp_id = ?")
        .param(corp.value())
        .query(Integer.class)
        .single();
  }
}
