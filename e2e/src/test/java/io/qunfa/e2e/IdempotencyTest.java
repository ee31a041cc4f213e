package io.qunfa.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.qunfa.e2e.client.Answer;
import io.qunfa.e2e.client.CampaignDraft;
import io.qunfa.e2e.client.Campaigns;
import io.qunfa.e2e.client.Tasks;
import io.qunfa.e2e.company.Company;
import io.qunfa.e2e.company.CompanyPlan;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** Saying the same thing twice does it once. */
@WithSuite
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class IdempotencyTest {
  private static final int AT_ONCE = 8;

  private final SuiteUnderTest suite;
  private final Campaigns campaigns;
  private final Tasks tasks;
  private final Company company;

  IdempotencyTest(SuiteUnderTest suite) {
    this.suite = suite;
    this.campaigns = suite.operator().campaigns();
    this.tasks = suite.operator().tasks();
    this.company = suite.found(CompanyPlan.of("idem", 4, 25));
  }

  @Test
  void aCampaignPostedTwiceWithOneKeyIsOneCampaign() {
    String key = UUID.randomUUID().toString();
    CampaignDraft draft = CampaignDraft.of(company.corpId(), "eins");

    String first = Campaigns.idOf(campaigns.create(draft, key).expect(201));
    String second = Campaigns.idOf(campaigns.create(draft, key).expect(200, 201));

    assertThat(second).isEqualTo(first);
  }

  @Test
  void aCampaignPostedManyTimesAtOnceWithOneKeyIsOneCampaign() {
    String key = UUID.randomUUID().toString();
    CampaignDraft draft = CampaignDraft.of(company.corpId(), "gleichzeitig");

    Set<String> ids =
        atOnce(() -> campaigns.create(draft, key)).stream()
            .map(answer -> Campaigns.idOf(answer.expect(200, 201)))
            .collect(Collectors.toSet());

    assertThat(ids).hasSize(1);
  }

  @Test
  void aKeyUsedWithAnotherBodyIsRefused() {
    String key = UUID.randomUUID().toString();
    campaigns.create(CampaignDraft.of(company.corpId(), "a"), key).expect(201);

    Answer other = campaigns.create(CampaignDraft.of(company.corpId(), "b"), key);

    assertThat(other.status()).isEqualTo(422);
    assertThat(other.json().path("code").asText()).isEqualTo("idempotency-key-reused");
  }

  @Test
  void aTaskPostedManyTimesAtOnceWithOneKeyIsSentOnce() {
    String key = UUID.randomUUID().toString();
    String contact = company.contactsOf(1).getFirst();
    ObjectNode task = Tasks.task(company.corpId(), "Aufgabe " + key, List.of(contact));

    Set<String> ids =
        atOnce(() -> tasks.post(task, key)).stream()
            .map(answer -> answer.expect(202).path("taskId").asText())
            .collect(Collectors.toSet());
    Answer other = tasks.post(task.deepCopy().put("priority", "high"), key);

    assertThat(ids).hasSize(1);
    assertThat(other.status()).isEqualTo(422);
    awaitSent(Set.of(contact));
    assertThat(suite.simulator().received().by(company.members()).repeated()).isEmpty();
  }

  @Test
  void aBatchPostedTwiceWithOneKeyIsSentOnce() {
    String key = UUID.randomUUID().toString();
    List<String> contacts = company.contactsOf(2);
    List<ObjectNode> batch =
        contacts.stream()
            .map(contact -> Tasks.task(company.corpId(), "Stapel", List.of(contact)))
            .toList();

    String first = tasks.postBatch(batch, key).expect(202).toString();
    String second = tasks.postBatch(batch, key).expect(202).toString();

    assertThat(second).isEqualTo(first);
    awaitSent(Set.copyOf(contacts));
    assertThat(suite.simulator().received().by(company.members()).repeated()).isEmpty();
  }

  @Test
  void launchingManyTimesAtOnceLaunchesOnce() {
    Company audience = suite.found(CompanyPlan.of("launch", 10, 20));
    String id = campaigns.created(CampaignDraft.of(audience.corpId(), "start"));

    List<Answer> answers = atOnce(() -> campaigns.launch(id));

    assertThat(answers).allMatch(answer -> Set.of(200, 202, 409).contains(answer.status()));
    assertThat(answers).anyMatch(answer -> answer.status() < 300);
    campaigns.awaitStatus(id, "FINISHED", Duration.ofSeconds(60));
    assertThat(campaigns.launch(id).status()).isIn(200, 202, 409);
    Books.assertEachContactOnce(
        audience, suite.simulator().received().by(audience.members()), campaigns.report(id));
  }

  private void awaitSent(Set<String> contacts) {
    Awaitility.await("sending to " + contacts.size() + " contacts")
        .atMost(Duration.ofSeconds(30))
        .pollInterval(Duration.ofMillis(200))
        .until(
            () ->
                suite
                    .simulator()
                    .received()
                    .by(company.members())
                    .recipients()
                    .containsAll(contacts));
  }

  private static List<Answer> atOnce(Callable<Answer> request) {
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      return threads.invokeAll(Stream.generate(() -> request).limit(AT_ONCE).toList()).stream()
          .map(IdempotencyTest::answerOf)
          .toList();
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(interrupted);
    }
  }

  private static Answer answerOf(Future<Answer> future) {
    try {
      return future.get();
    } catch (InterruptedException | ExecutionException failed) {
      throw new IllegalStateException(failed);
    }
  }
}
