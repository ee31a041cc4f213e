package io.qunfa.task.singletask;

import io.qunfa.idempotency.Idempotency;
import io.qunfa.problem.Problem;
import io.qunfa.problem.ProblemCode;
import io.qunfa.task.singletask.WriteTasks.Outcome;
import io.qunfa.task.stepping.Step;
import io.qunfa.task.stepping.StepName;
import io.qunfa.task.stepping.Wakes;
import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.jspecify.annotations.Nullable;
import org.springframework.dao.PessimisticLockingFailureException;

/**
 * Group commit: whatever requests have gathered while the last transaction was written to disk goes
 * into the next one together. Under load many requests share a commit; alone, one does not wait.
 */
final class CommitTasks implements Step {
  private static final int MOST_ROWS = 2000;
  private static final int TRIES = 3;

  private final ConcurrentLinkedQueue<Submission> waiting = new ConcurrentLinkedQueue<>();
  private final WriteTasks writeTasks;
  private final Wakes wakes;

  CommitTasks(WriteTasks writeTasks, Wakes wakes) {
    this.writeTasks = writeTasks;
    this.wakes = wakes;
  }

  void add(Submission submission) {
    waiting.add(submission);
    wakes.now(StepName.COMMIT_TASKS);
  }

  @Override
  public boolean run() {
    List<Submission> batch = next();
    if (batch.isEmpty()) {
      return false;
    }
    try {
      IdentityHashMap<Submission, Outcome> outcomes = write(batch);
      batch.forEach(submission -> answer(submission, outcomes.get(submission)));
    } finally {
      // Answered already if all went well; nobody is left waiting if not.
      Problem failed =
          new Problem(
              ProblemCode.UPSTREAM_UNAVAILABLE,
              "The task could not be made durable, so it is not accepted. Repeat it with the same Idempotency-Key.");
      batch.forEach(submission -> submission.committed().completeExceptionally(failed));
    }
    return true;
  }

  /** A deadlock with another replica, over keys that both were given, ends at the second try. */
  private IdentityHashMap<Submission, Outcome> write(List<Submission> batch) {
    for (int attempt = 1; ; attempt++) {
      try {
        return writeTasks.write(batch);
      } catch (PessimisticLockingFailureException lost) {
        if (attempt == TRIES) {
          throw lost;
        }
      }
    }
  }

  private List<Submission> next() {
    List<Submission> batch = new ArrayList<>();
    int rows = 0;
    for (Submission next = waiting.peek();
        next != null && (batch.isEmpty() || rows + next.rows().size() <= MOST_ROWS);
        next = waiting.peek()) {
      batch.add(next);
      rows += next.rows().size();
      waiting.remove();
    }
    return batch;
  }

  private static void answer(Submission submission, @Nullable Outcome outcome) {
    switch (outcome) {
      case Outcome.Accepted accepted -> submission.committed().complete(accepted.ids());
      case Outcome.KeyReused reused ->
          submission.committed().completeExceptionally(Idempotency.reused(reused.key()));
      case null -> throw new IllegalStateException("no outcome for " + submission.ids());
    }
  }
}
