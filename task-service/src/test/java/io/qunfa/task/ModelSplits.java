package io.qunfa.task;

import io.qunfa.ledger.SplitJob;
import java.util.Map;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** data-service as it splits jobs, of ten recipients each; a repeat answers what stands. */
final class ModelSplits {
  /** Each as {@code {campaignId}-{jobNo}}. */
  final Queue<String> asks = new ConcurrentLinkedQueue<>();

  /** Those that it fails at. */
  final Set<String> broken = ConcurrentHashMap.newKeySet();

  /** It answers once this is at zero. */
  volatile CountDownLatch answered = new CountDownLatch(0);

  /** Away as soon as it has said to whom a job may go. */
  volatile boolean away;

  volatile boolean answersGetLost;

  private final Map<String, SplitJob.Halves> halves = new ConcurrentHashMap<>();
  private final Map<String, Integer> sizes = new ConcurrentHashMap<>();

  /** All of its faults are over. */
  void clear() {
    away = false;
    answersGetLost = false;
    broken.clear();
    answered.countDown();
  }

  /**
   * @return null if it fails at this one
   */
  SplitJob.@Nullable Halves split(String campaign, int jobNo, int keep) {
    awaitLeave();
    String job = campaign + "-" + jobNo;
    if (broken.contains(job)) {
      return null;
    }
    asks.add(job);
    int size = sizes.getOrDefault(job, 10);
    return halves.computeIfAbsent(
        job + "-" + keep,
        name -> {
          int restJobNo = 100 + halves.size();
          sizes.put(job, keep);
          sizes.put(campaign + "-" + restJobNo, size - keep);
          return new SplitJob.Halves(keep, restJobNo, size - keep);
        });
  }

  private void awaitLeave() {
    try {
      if (!answered.await(9, TimeUnit.SECONDS)) {
        throw new IllegalStateException("nobody let the splits be answered");
      }
    } catch (InterruptedException stopped) {
      Thread.currentThread().interrupt();
    }
  }
}
