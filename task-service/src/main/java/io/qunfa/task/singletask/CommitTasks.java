package io.qunfa.task.singletask;

import io.qunfa.idempotency.Idempotency;
import io.qunfa.ids.CampaignId;
import io.qunfa.problem.Problem;
import io.qunfa.problem.ProblemCode;
import io.qunfa.task.singletask.WriteTasks.Outcome;
import io.qunfa.task.stepping.Step;
import io.qunfa.task.stepping.StepName;
import io.qunfa.task.stepping.Wakes;
import io.qunfa.task.store.Outage;
import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.PessimisticLockingFailureException;

/**
 * Group commit: whatever requests have gathered while the last transaction was written to disk goes
 * into the next one together. Under load many requests share a commit; alone, one does not wait.
 */
final class CommitTasks implements Step {
  private static final Logger log = LoggerFactory.getLogger(CommitTasks.class);
  private static final int MOST_ROWS = 2000;
  private static final int TRIES = 3;

  private final ConcurrentLinkedQueue<Submission> waiting = new ConcurrentLinkedQueue<>();
  private final AtomicInteger waitingRows = new AtomicInteger();
  private final AtomicLong waitingSize = new AtomicLong();
  private final Function<List<Submission>, IdentityHashMap<Submission, Outcome>> transaction;
  private final Wakes wakes;
  private final AcceptanceSettings settings;

  /**
   * @param transaction writes all of the submissions or throws
   */
  CommitTasks(
      Function<List<Submission>, IdentityHashMap<Submission, Outcome>> transaction,
      Wakes wakes,
      AcceptanceSettings settings) {
    this.transaction = transaction;
    this.wakes = wakes;
    this.settings = settings;
  }

  /**
   * Completes with the ids of the tasks once they are durable, or with a {@link Problem}, in
   * bounded time.
   *
   * @throws Problem UPSTREAM_UNAVAILABLE if too many wait already
   */
  CompletableFuture<List<CampaignId>> commit(Submission submission) {
    int rows = waitingRows.addAndGet(submission.rows().size());
    long size = waitingSize.addAndGet(submission.size());
    boolean alone = rows == submission.rows().size();
    if (!alone && (rows > settings.mostWaiting() || size > settings.mostWaitingSize().toBytes())) {
      leave(submission);
      throw new Problem(
          ProblemCode.UPSTREAM_UNAVAILABLE,
          "Too many tasks wait to be stored, so this was not accepted. Repeat it in a few seconds"
              + " with the same Idempotency-Key.");
    }
    CompletableFuture<List<CampaignId>> answer =
        submission
            .committed()
            .orTimeout(settings.answerWithin().toNanos(), TimeUnit.NANOSECONDS)
            .exceptionallyCompose(failed -> CompletableFuture.failedFuture(problem(failed)));
    waiting.add(submission);
    wakes.now(StepName.COMMIT_TASKS);
    return answer;
  }

  @Override
  public boolean run() {
    List<Submission> batch = next();
    if (batch.isEmpty()) {
      return false;
    }
    try {
      commitAll(batch);
    } catch (RuntimeException failed) {
      // Whoever has an answer keeps it; nobody is left waiting.
      batch.forEach(submission -> submission.committed().completeExceptionally(failed));
      throw failed;
    }
    return true;
  }

  /** One submission that the database will never take must not refuse the others. */
  private void commitAll(List<Submission> batch) {
    try {
      IdentityHashMap<Submission, Outcome> outcomes = write(batch);
      batch.forEach(submission -> answer(submission, outcomes.get(submission)));
    } catch (RuntimeException failed) {
      if (Outage.isBehind(failed)) {
        throw failed;
      }
      if (batch.size() > 1) {
        log.warn("{} submissions could not be stored together, so one by one", batch.size());
        batch.forEach(submission -> commitAll(List.of(submission)));
      } else {
        log.error("A submission could not be stored; it is refused", failed);
        batch.forEach(submission -> submission.committed().completeExceptionally(failed));
      }
    }
  }

  private static Problem problem(Throwable failed) {
    return switch (failed) {
      case Problem ours -> ours;
      case RuntimeException refused when !Outage.isBehind(refused) ->
          new Problem(
              ProblemCode.INTERNAL,
              "The database refused to store this, so it was not accepted. Repeating it will not"
                  + " help; tell an administrator.",
              refused);
      default ->
          new Problem(
              ProblemCode.UPSTREAM_UNAVAILABLE,
              "The database did not confirm in time, so this may not have been accepted. Repeat it"
                  + " with the same Idempotency-Key: it is accepted once.",
              failed);
    };
  }

  /** A deadlock with another replica, over keys that both were given, ends at the second try. */
  private IdentityHashMap<Submission, Outcome> write(List<Submission> batch) {
    for (int attempt = 1; ; attempt++) {
      try {
        return transaction.apply(batch);
      } catch (PessimisticLockingFailureException lost) {
        if (attempt == TRIES) {
          throw lost;
        }
      }
    }
  }

  /** Without those whose callers were told that it took too long. */
  private List<Submission> next() {
    List<Submission> batch = new ArrayList<>();
    int rows = 0;
    for (Submission next = waiting.peek();
        next != null && (batch.isEmpty() || rows + next.rows().size() <= MOST_ROWS);
        next = waiting.peek()) {
      waiting.remove();
      leave(next);
      if (!next.committed().isDone()) {
        batch.add(next);
        rows += next.rows().size();
      }
    }
    return batch;
  }

  private void leave(Submission submission) {
    waitingRows.addAndGet(-submission.rows().size());
    waitingSize.addAndGet(-submission.size());
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
