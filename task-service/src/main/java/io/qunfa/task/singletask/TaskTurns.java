package io.qunfa.task.singletask;

import io.qunfa.task.singletask.WaitingTask.Group;
import io.qunfa.task.singletask.WaitingTask.Queue;
import io.qunfa.task.singletask.WaitingTasks.Head;
import io.qunfa.task.stepping.StepName;
import io.qunfa.task.stepping.Wakes;
import java.time.Clock;
import java.time.Instant;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Whose waiting tasks are admitted next: the most urgent, and among these who came first; every
 * fourth time who came first of all that can be admitted now, so that no class starves. A corp's
 * tasks of one channel are admitted by one thread of this process at a time, so whoever hangs keeps
 * only himself waiting.
 */
final class TaskTurns {
  private static final int OLDEST_EVERY = 4;

  private final WaitingTasks waiting;
  private final Wakes wakes;
  private final AdmissionSettings settings;
  private final Clock clock;
  private final AtomicLong turns = new AtomicLong();

  /** By the nanosecond counter of this process: who is under way, or gathers, until when. */
  private final Map<Group, Long> taken = new HashMap<>();

  TaskTurns(WaitingTasks waiting, Wakes wakes, AdmissionSettings settings, Clock clock) {
    this.waiting = waiting;
    this.wakes = wakes;
    this.settings = settings;
    this.clock = clock;
  }

  /**
   * Tasks of one queue, leased to the caller, who says {@link #done} when he has dealt with them.
   *
   * @return empty: nobody's turn has come
   */
  List<WaitingTask> next() {
    boolean oldestFirst = turns.get() % OLDEST_EVERY == OLDEST_EVERY - 1;
    List<Head> heads = oldestFirst ? waiting.freeHeads(clock.instant()) : waiting.heads();
    for (Head head : inTurn(heads, oldestFirst)) {
      List<WaitingTask> claimed = claim(head.queue());
      if (!claimed.isEmpty()) {
        turns.incrementAndGet();
        if (heads.size() > 1) {
          wakes.now(StepName.ADMIT_TASKS);
        }
        return claimed;
      }
    }
    return List.of();
  }

  private List<WaitingTask> claim(Queue queue) {
    if (!take(queue.group())) {
      return List.of();
    }
    List<WaitingTask> claimed = List.of();
    try {
      Instant now = clock.instant();
      claimed = waiting.claim(queue, settings.batch(), now, now.plus(settings.lease()));
      return claimed;
    } finally {
      if (claimed.isEmpty()) {
        giveBack(queue.group());
      }
    }
  }

  /** More of this corp is gathered for a moment before the next of its turns. */
  void done(Group group) {
    synchronized (taken) {
      taken.put(group, System.nanoTime() + settings.gap().toNanos());
    }
  }

  private boolean take(Group group) {
    synchronized (taken) {
      Long until = taken.get(group);
      if (until != null && until - System.nanoTime() > 0) {
        return false;
      }
      taken.put(group, System.nanoTime() + Long.MAX_VALUE / 2);
      return true;
    }
  }

  private void giveBack(Group group) {
    synchronized (taken) {
      taken.remove(group);
    }
  }

  /** Those who cannot use their turn now leave it to the next one. */
  static List<Head> inTurn(List<Head> heads, boolean oldestFirst) {
    Comparator<Head> byAge = Comparator.comparingLong(Head::oldest);
    Comparator<Head> byUrgency =
        Comparator.comparing((Head head) -> head.queue().priority()).thenComparing(byAge);
    return heads.stream().sorted(oldestFirst ? byAge : byUrgency).toList();
  }
}
