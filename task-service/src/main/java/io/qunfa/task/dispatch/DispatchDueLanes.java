package io.qunfa.task.dispatch;

import io.qunfa.permit.ReservePermits.Ask;
import io.qunfa.permit.ReservePermits.Decision;
import io.qunfa.permit.ReservePermits.Limit;
import io.qunfa.task.job.JobChange;
import io.qunfa.task.job.SendJob;
import io.qunfa.task.outbox.Outbox;
import io.qunfa.task.permit.AskPermits;
import io.qunfa.task.protection.ProtectSlice;
import io.qunfa.task.stepping.Step;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.springframework.stereotype.Component;

/**
 * Claims due lanes, has the recipients of their next jobs looked at once more, asks for permits for
 * all of them in one call, and sends those on their way that got one. A lane that got none rests
 * and blocks nobody. No lock is held while the limiter is asked.
 */
@Component
class DispatchDueLanes implements Step {
  private final ClaimDueLanes claimDueLanes;
  private final PickSlices pickSlices;
  private final ProtectSlice protectSlice;
  private final AskPermits permits;
  private final SendSlice send;
  private final Clock clock;
  private final TenantTurns tenantTurns = new TenantTurns();

  DispatchDueLanes(
      ClaimDueLanes claimDueLanes,
      PickSlices pickSlices,
      ProtectSlice protectSlice,
      AskPermits permits,
      SendSlice send,
      Clock clock) {
    this.claimDueLanes = claimDueLanes;
    this.pickSlices = pickSlices;
    this.protectSlice = protectSlice;
    this.permits = permits;
    this.send = send;
    this.clock = clock;
  }

  @Override
  public boolean run() {
    Round round = claimDueLanes.claim();
    if (round.lanes().isEmpty()) {
      return false;
    }
    boolean given = false;
    try {
      List<SendJob> slice = pickSlices.pick(round.lanes().values());
      send.send(round, decide(protectSlice.protect(slice)));
      given = true;
    } finally {
      if (!given) {
        send.giveUp(round);
      }
    }
    return true;
  }

  /** In the order of the slice: where a limit is shared, the first in turn get it. */
  private List<Decided> decide(List<SendJob> slice) {
    List<Decided> all = new ArrayList<>();
    tenantTurns
        .byTenant(slice)
        .forEach(
            (tenant, jobs) -> {
              // A permit's life began when the limiter decided: after this.
              Instant asked = clock.instant();
              List<Decision> decisions =
                  permits.ask(tenant, jobs.stream().map(DispatchDueLanes::askFor).toList());
              for (int i = 0; i < jobs.size(); i++) {
                all.add(new Decided(jobs.get(i), decisions.get(i), asked));
              }
            });
    tenantTurns.decided(all);
    return all;
  }

  /**
   * Named by the dispatch it is for: asking again after a crash, or by another replica, answers
   * with the same permit. A job that may be split takes what is left.
   */
  private static Ask askFor(SendJob job) {
    boolean wholeOnly = job.recipients() == 1 || job.staysWhole();
    return new Ask(
        job.accountId(), job.recipients(), wholeOnly, Outbox.nameOf(job.id(), job.epoch() + 1));
  }

  /**
   * A job with the limiter's word on it.
   *
   * @param asked before the limiter decided, by this machine's clock
   */
  record Decided(SendJob job, Decision decision, Instant asked) {
    boolean isGivenAnything() {
      return decision.granted() > 0 && decision.permitId() != null;
    }

    /** Nobody knows: account-service or its Redis did not answer. */
    boolean mayHaveBeenGranted() {
      return decision.decidedBy() == Limit.LIMITER_UNAVAILABLE;
    }

    /** Less than the whole: the job is to be split. */
    boolean isGrantedInPart() {
      return isGivenAnything() && decision.granted() < job.recipients();
    }

    /** It must go whole and was denied; a smaller one might have been granted. */
    boolean isTooBig() {
      return decision.granted() == 0
          && job.staysWhole()
          && switch (decision.decidedBy()) {
            case DAILY_QUOTA, TENANT_LIMIT, GLOBAL_LIMIT -> true;
            case NONE,
                ACCOUNT_WINDOW,
                ACCOUNT_STATE,
                PUSHED_BACK,
                API_RATE,
                API_BLOCKED,
                API_CONCURRENCY,
                LIMITER_UNAVAILABLE ->
                false;
          };
    }

    /** Of the limit that decided. */
    Reach reach() {
      return Reach.of(decision.decidedBy());
    }

    boolean isGranted() {
      return decision.granted() >= job.recipients()
          && decision.permitId() != null
          && decision.life() != null;
    }

    JobChange dispatched() {
      String permitId = decision.permitId();
      Duration life = decision.life();
      if (permitId == null || life == null) {
        throw new IllegalStateException("job " + job.id() + " got no permit");
      }
      return JobChange.of(job, job.asDispatched(new SendJob.Permit(permitId, asked.plus(life))));
    }
  }
}
