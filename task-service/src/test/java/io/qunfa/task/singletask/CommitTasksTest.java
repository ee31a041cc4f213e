package io.qunfa.task.singletask;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.qunfa.channel.Channel;
import io.qunfa.content.MessageContent;
import io.qunfa.ids.CampaignId;
import io.qunfa.ids.CorpId;
import io.qunfa.ids.TenantId;
import io.qunfa.problem.Problem;
import io.qunfa.problem.ProblemCode;
import io.qunfa.task.singletask.Submission.TaskRow;
import io.qunfa.task.singletask.WriteTasks.Outcome;
import io.qunfa.task.stepping.Wakes;
import java.time.Duration;
import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import org.junit.jupiter.api.Test;
import org.springframework.dao.DataAccessResourceFailureException;
import org.springframework.dao.DataIntegrityViolationException;
import org.springframework.util.unit.DataSize;

class CommitTasksTest {
  private static final Duration LONG = Duration.ofMinutes(1);

  @Test
  void oneThatTheDatabaseRefusesDoesNotRefuseTheOthers() {
    Submission bad = submission(2, 1);
    CommitTasks commit = committing(batch -> refusing(bad, batch), LONG);
    CompletableFuture<List<CampaignId>> first = commit.commit(submission(1, 1));
    CompletableFuture<List<CampaignId>> refused = commit.commit(bad);
    CompletableFuture<List<CampaignId>> last = commit.commit(submission(3, 2));

    commit.run();

    assertThat(first.join()).containsExactly(new CampaignId(1));
    assertThat(last.join()).containsExactly(new CampaignId(3), new CampaignId(4));
    assertThat(problemOf(refused).code()).isEqualTo(ProblemCode.INTERNAL);
  }

  @Test
  void aLostAnswerIsNotCalledARefusal() {
    CommitTasks commit =
        committing(
            batch -> {
              throw new DataAccessResourceFailureException("the connection broke at the commit");
            },
            LONG);
    CompletableFuture<List<CampaignId>> answer = commit.commit(submission(1, 1));

    assertThatThrownBy(commit::run).isInstanceOf(DataAccessResourceFailureException.class);

    assertThat(problemOf(answer).code()).isEqualTo(ProblemCode.UPSTREAM_UNAVAILABLE);
    assertThat(problemOf(answer)).hasMessageContaining("may not have been accepted");
  }

  @Test
  void theQueueIsBoundedAndRefusesAtOnce() {
    CommitTasks commit = committing(CommitTasksTest::accepted, LONG);
    CompletableFuture<List<CampaignId>> kept = commit.commit(submission(1, 10));

    assertThatThrownBy(() -> commit.commit(submission(11, 1)))
        .isInstanceOf(Problem.class)
        .hasMessageContaining("Too many tasks wait");

    commit.run();
    assertThat(kept.join()).hasSize(10);
    assertThat(commit.commit(submission(11, 1))).isNotCompletedExceptionally();
  }

  @Test
  void oneThatAloneIsLargerThanTheBoundPasses() {
    CommitTasks commit = committing(CommitTasksTest::accepted, LONG);

    CompletableFuture<List<CampaignId>> answer = commit.commit(submission(1, 11));
    commit.run();

    assertThat(answer.join()).hasSize(11);
  }

  @Test
  void whoWasToldThatItTookTooLongIsNotCommittedAfterwards() {
    List<Submission> written = new ArrayList<>();
    CommitTasks commit =
        committing(
            batch -> {
              written.addAll(batch);
              return accepted(batch);
            },
            Duration.ofMillis(1));
    CompletableFuture<List<CampaignId>> answer = commit.commit(submission(1, 1));

    assertThat(problemOf(answer).code()).isEqualTo(ProblemCode.UPSTREAM_UNAVAILABLE);
    commit.run();

    assertThat(written).isEmpty();
  }

  private interface Transaction {
    IdentityHashMap<Submission, Outcome> write(List<Submission> batch);
  }

  private static CommitTasks committing(Transaction transaction, Duration answerWithin) {
    return new CommitTasks(
        transaction::write,
        new Wakes(),
        new AcceptanceSettings(answerWithin, 10, DataSize.ofMegabytes(1)));
  }

  private static IdentityHashMap<Submission, Outcome> refusing(
      Submission bad, List<Submission> batch) {
    if (batch.contains(bad)) {
      throw new DataIntegrityViolationException("too long for the column");
    }
    return accepted(batch);
  }

  private static IdentityHashMap<Submission, Outcome> accepted(List<Submission> batch) {
    IdentityHashMap<Submission, Outcome> outcomes = new IdentityHashMap<>();
    batch.forEach(one -> outcomes.put(one, new Outcome.Accepted(one.ids())));
    return outcomes;
  }

  private static Problem problemOf(CompletableFuture<?> failed) {
    try {
      failed.join();
    } catch (CompletionException failure) {
      if (failure.getCause() instanceof Problem problem) {
        return problem;
      }
      throw failure;
    }
    throw new AssertionError("it did not fail");
  }

  private static Submission submission(long firstId, int count) {
    List<TaskRow> rows = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      NewTask task =
          new NewTask(
              new CorpId("ww01"),
              Channel.API,
              null,
              null,
              List.of("wm1"),
              new MessageContent("hello", null),
              null,
              null);
      rows.add(new TaskRow(firstId + i, task, "[\"wm1\"]", "{}"));
    }
    return new Submission(
        new Submission.Key(new TenantId(1), "task", "key-" + firstId), "00", rows);
  }
}
