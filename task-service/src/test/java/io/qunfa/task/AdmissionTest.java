package io.qunfa.task;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.qunfa.audience.FreezeTasks;
import io.qunfa.ids.AccountId;
import io.qunfa.ids.CampaignId;
import io.qunfa.ids.CorpId;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Whose single tasks are planned first, and who waits for whom. */
class AdmissionTest extends TaskPostingTest {
  @Test
  void anUrgentTaskIsAdmittedBeforeThoseThatCameEarlier() {
    anAccountThatReachesEverybody();
    CountDownLatch held = new CountDownLatch(1);
    NEIGHBOURS.heldFreezes.put(corp, held);
    post(TASKS, aNormalTask(0));
    eventually().until(() -> !freezesOfCorp().isEmpty());
    for (int part = 0; part < 4; part++) {
      post(
          TASKS + ":batch",
          IntStream.range(1 + part * 500, 501 + part * 500).mapToObj(this::aNormalTask).toList());
    }
    CampaignId urgent = CampaignId.of(post(TASKS, aTask("wm-code")).get("taskId").asText());

    NEIGHBOURS.heldFreezes.remove(corp);
    held.countDown();

    eventually().until(() -> freezesOfCorp().size() > 2);
    assertThat(freezesOfCorp().subList(1, 3))
        .as("at most one turn of the oldest in between")
        .anySatisfy(
            freeze ->
                assertThat(freeze.tasks())
                    .extracting(FreezeTasks.SingleTask::taskId)
                    .containsExactly(urgent));
    eventually().until(() -> waitingOfCorp() == 0);
  }

  @Test
  void theTurnOfTheOldestPassesByACorpThatHangs() {
    CorpId hanging = new CorpId(corp + "h");
    CountDownLatch hangs = aTaskHangs(hanging);
    postFor(hanging, "wm2");

    assertThatANormalTaskIsAdmittedAmongUrgentOnes(() -> {});
    NEIGHBOURS.heldFreezes.remove(hanging);
    hangs.countDown();
  }

  @Test
  void theTurnOfTheOldestPassesByATaskThatIsPutOff() {
    assertThatANormalTaskIsAdmittedAmongUrgentOnes(
        () -> {
          CampaignId old = CampaignId.of(post(TASKS, aTask("wm-old")).get("taskId").asText());
          jdbc.sql("update waiting_task set leased_until = ? where task_id = ?")
              .params(CLOCK.instant().plus(Duration.ofHours(1)), old.value())
              .update();
        });
  }

  @Test
  void aCorpWhoseTasksHangKeepsNoOtherWaiting() {
    CorpId hanging = new CorpId(corp + "h");
    CountDownLatch held = aTaskHangs(hanging);

    AccountId account = anAccountThatReachesEverybody();
    CampaignId task = CampaignId.of(post(TASKS, aTask("wm1")).get("taskId").asText());

    assertThat(nextCommandOf(task, 1).accountId()).isEqualTo(account);
    assertThat(held.getCount()).isEqualTo(1);
    NEIGHBOURS.heldFreezes.remove(hanging);
    held.countDown();
  }

  @Test
  void aTaskToABusyContactIsTriedAgainAndTheOthersGo() {
    anAccountThatReachesEverybody();
    String busy = "wm-busy-" + corp;
    NEIGHBOURS.busyContacts.add(busy);

    JsonNode ids = post(TASKS + ":batch", List.of(aTask(busy), aTask("wm2"))).get("taskIds");

    assertThat(commandsOf(CampaignId.of(ids.get(1).asText()), 1)).hasSize(1);
    assertThat(get(TASKS + "/" + ids.get(0).asText()).get("status").asText())
        .isEqualTo("SCHEDULED");
    NEIGHBOURS.busyContacts.remove(busy);
    assertThat(commandsOf(CampaignId.of(ids.get(0).asText()), 1)).hasSize(1);
  }

  private void assertThatANormalTaskIsAdmittedAmongUrgentOnes(Runnable before) {
    anAccountThatReachesEverybody();
    CountDownLatch held = aTaskHangs(corp);
    before.run();
    CampaignId normal = CampaignId.of(post(TASKS, aNormalTask(0)).get("taskId").asText());
    for (int batch = 0; batch < 4; batch++) {
      post(
          TASKS + ":batch",
          IntStream.range(0, 500).mapToObj(contact -> aTask("wm" + contact)).toList());
    }

    NEIGHBOURS.heldFreezes.remove(corp);
    held.countDown();

    eventually().until(() -> freezesOfCorp().size() > 4);
    assertThat(freezesOfCorp().subList(1, 5))
        .as("one of four turns is that of the oldest")
        .anySatisfy(
            freeze ->
                assertThat(freeze.tasks())
                    .extracting(FreezeTasks.SingleTask::taskId)
                    .containsExactly(normal));
  }

  /** Its admission is under way until the test lets it. */
  private CountDownLatch aTaskHangs(CorpId hanging) {
    CountDownLatch held = new CountDownLatch(1);
    NEIGHBOURS.heldFreezes.put(hanging, held);
    postFor(hanging, "wm1");
    eventually()
        .until(() -> NEIGHBOURS.taskFreezes.stream().anyMatch(one -> one.corpId().equals(hanging)));
    return held;
  }

  private void postFor(CorpId other, String contact) {
    Map<String, Object> task = aTask(contact);
    task.put("corpId", other.value());
    post(TASKS, task);
  }

  private List<FreezeTasks> freezesOfCorp() {
    return NEIGHBOURS.taskFreezes.stream().filter(one -> one.corpId().equals(corp)).toList();
  }

  private Map<String, Object> aNormalTask(int number) {
    Map<String, Object> task = aTask("wm" + number);
    task.put("priority", "normal");
    return task;
  }

  private int waitingOfCorp() {
    return jdbc.sql("select count(*) from waiting_task where corp_id = ?")
        .param(corp.value())
        .query(Integer.class)
        .single();
  }
}
