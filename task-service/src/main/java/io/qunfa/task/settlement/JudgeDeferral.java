package io.qunfa.task.settlement;

import io.qunfa.permit.PushBack;
import io.qunfa.task.deadletter.DeadReason;
import io.qunfa.task.job.JobChange;
import io.qunfa.task.job.SendJob;
import io.qunfa.task.lane.LaneRest;
import io.qunfa.task.permit.PermitVerdict;
import io.qunfa.task.settlement.Ruling.Asking;
import io.qunfa.wire.JobOutcome.DeferReason;
import io.qunfa.wire.JobOutcome.Deferred;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Nothing was sent: back into the lane for a while, or to a person, after too many tries or at once
 * if another try would not help.
 */
final class JudgeDeferral {
  private static final Logger log = LoggerFactory.getLogger(JudgeDeferral.class);
  private static final Duration FIRST_WAIT = Duration.ofSeconds(1);

  private final SettlementSettings settings;

  JudgeDeferral(SettlementSettings settings) {
    this.settings = settings;
  }

  Ruling judge(SendJob job, Deferred deferred, Instant now) {
    boolean counts = countsTowardsGivingUp(deferred.reason());
    int deferrals = counts ? job.deferrals() + 1 : job.deferrals();
    PermitVerdict verdict = verdict(job, deferred);
    if ((counts && deferrals > settings.maxDeferrals())
        || deferred.reason() == DeferReason.ONE_OF_MANY) {
      log.error(
          "Job {} is a dead letter now, after {} deferrals, the last for {}; its recipients stay planned until a person decides: {}",
          job.id(),
          job.deferrals(),
          deferred.reason(),
          deferred.evidence());
      SendJob dead =
          job.asDead(DeadReason.of(deferred.reason()))
              .because(deferred.code(), deferred.evidence());
      return new Ruling(new JobChange(job, dead, verdict), Asking.UNTOUCHED);
    }
    Instant notBefore = now.plus(counts ? longer(deferred, deferrals) : deferred.retryAfter());
    SendJob waiting =
        job.asDeferred(notBefore, deferred.reason().name(), deferrals)
            .because(deferred.code(), deferred.evidence());
    return new Ruling(
        new JobChange(job, waiting, verdict), Asking.UNTOUCHED, rest(job, deferred, now));
  }

  private static boolean countsTowardsGivingUp(DeferReason reason) {
    return switch (reason) {
      case CHANNEL_UNAVAILABLE, SUITE_UNAVAILABLE, NOT_STARTED -> true;
      case LIMITED, CONFIGURATION, ONE_OF_MANY, HELD -> false;
    };
  }

  /**
   * An error number after GO means that the call was made, so it counts in its windows. Without one
   * nothing was asked of the channel in the account's name, whoever has to wait: the permit goes
   * back.
   */
  private static @Nullable PermitVerdict verdict(SendJob job, Deferred deferred) {
    SendJob.Permit permit = job.permit();
    if (permit == null) {
      return null;
    }
    if (deferred.code() == 0 || !deferred.begun()) {
      return PermitVerdict.unused(job.tenantId(), job.corpId(), permit.id());
    }
    return PermitVerdict.pushedBack(
        job.tenantId(),
        job.corpId(),
        permit.id(),
        deferred.gate() ? deferred.retryAfter() : Duration.ZERO,
        cause(deferred));
  }

  /** WeCom's numbers for calls that come too often and for too many at once (wecom-api 7.2). */
  private static PushBack cause(Deferred deferred) {
    return switch (deferred.code()) {
      case 45009 -> PushBack.RATE;
      case 45033 -> PushBack.CONCURRENCY;
      default -> deferred.reason() == DeferReason.CONFIGURATION ? PushBack.CORP : PushBack.OTHER;
    };
  }

  private Duration longer(Deferred deferred, int deferrals) {
    Duration growing = FIRST_WAIT.multipliedBy(1L << Math.min(deferrals - 1, 20));
    Duration wait =
        growing.compareTo(settings.longestDeferral()) > 0 ? settings.longestDeferral() : growing;
    return wait.compareTo(deferred.retryAfter()) > 0 ? wait : deferred.retryAfter();
  }

  private @Nullable LaneRest rest(SendJob job, Deferred deferred, Instant now) {
    if (deferred.reason() == DeferReason.CONFIGURATION) {
      Duration rest =
          deferred.retryAfter().compareTo(settings.configurationRest()) > 0
              ? deferred.retryAfter()
              : settings.configurationRest();
      log.error(
          "Account {} rests for {}: a person must repair its configuration: {}",
          job.accountId(),
          rest,
          deferred.evidence());
      return new LaneRest(
          job.laneId(), now.plus(rest), deferred.reason().name(), deferred.evidence());
    }
    return deferred.gate()
        ? new LaneRest(
            job.laneId(),
            now.plus(deferred.retryAfter()),
            deferred.reason().name(),
            deferred.evidence())
        : null;
  }
}
