package io.qunfa.task.planning;

import io.qunfa.task.campaign.Campaign;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Renews a planning lease while a slow call is under way. */
final class KeepLease {
  private static final Logger log = LoggerFactory.getLogger(KeepLease.class);
  private static final Executor OWN_THREAD = Thread::startVirtualThread;

  private final PlanningLeases leases;
  private final Duration renewEvery;

  KeepLease(PlanningLeases leases, Duration lease) {
    this.leases = leases;
    this.renewEvery = lease.dividedBy(3);
  }

  <T> T during(Campaign campaign, Supplier<T> call) {
    CompletableFuture<T> answer = CompletableFuture.supplyAsync(call, OWN_THREAD);
    while (!isAnswered(answer)) {
      log.debug("Campaign {} is still being frozen", campaign.id());
      leases.renew(campaign);
    }
    try {
      return answer.join();
    } catch (CompletionException failed) {
      throw failed.getCause() instanceof RuntimeException cause ? cause : failed;
    }
  }

  private boolean isAnswered(CompletableFuture<?> answer) {
    try {
      answer.handle((value, failure) -> true).get(renewEvery.toNanos(), TimeUnit.NANOSECONDS);
      return true;
    } catch (TimeoutException later) {
      return false;
    } catch (ExecutionException impossible) {
      throw new IllegalStateException(impossible);
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
      return true;
    }
  }
}
