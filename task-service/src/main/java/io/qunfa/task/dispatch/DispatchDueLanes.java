package io.qunfa.task.dispatch;

import static java.util.stream.Collectors.groupingBy;
import static java.util.stream.Collectors.toMap;

import io.qunfa.permit.ReservePermits.Ask;
import io.qunfa.permit.ReservePermits.Decision;
import io.qunfa.task.job.JobChange;
import io.qunfa.task.job.SendJob;
import io.qunfa.task.lane.Lane;
import io.qunfa.task.lane.LaneId;
import io.qunfa.task.outbox.Outbox;
import io.qunfa.task.outbox.OutboxBacklog;
import io.qunfa.task.permit.AskPermits;
import io.qunfa.task.stepping.Step;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.Function;
import org.springframework.stereotype.Component;

/**
 * Claims due lanes, has the recipients of their next jobs looked at once more, asks for permits for
 * all of them in one call, and sends those on their way that got one. A lane that got none rests
 * and blocks nobody. No lock is held while the limiter is asked.
 */
@Component
class DispatchDueLanes implements Step {
  private final ClaimedLanes claimedLanes;
  private final PickSlices pickSlices;
  private final AskPermits permits;
  private final SendSlice send;
  private final OutboxBacklog backlog;
  private final DispatchRhythm rhythm;

  /** The clock and the settings. */
  record DispatchRhythm(Clock clock, DispatchSettings settings) {}

  DispatchDueLanes(
      ClaimedLanes claimedLanes,
      PickSlices pickSlices,
      AskPermits permits,
      SendSlice send,
      OutboxBacklog backlog,
      DispatchRhythm rhythm) {
    this.claimedLanes = claimedLanes;
    this.pickSlices = pickSlices;
    this.permits = permits;
    this.send = send;
    this.backlog = backlog;
    this.rhythm = rhythm;
  }

  @Override
  public boolean run() {
    DispatchSettings settings = rhythm.settings();
    Instant now = rhythm.clock().instant();
    String lease = UUID.randomUUID().toString();
    if (backlog.isCongested()) {
      return false;
    }
    List<Lane> lanes =
        claimedLanes.claim(settings.lanesPerRound(), lease, now, now.plus(settings.lease()));
    if (lanes.isEmpty()) {
      return false;
    }
    Map<LaneId, Lane> byId = lanes.stream().collect(toMap(Lane::id, Function.identity()));
    boolean given = false;
    try {
      List<SendJob> slice = pickSlices.pick(byId.keySet(), settings.inFlightPerLane(), now);
      send.send(byId, lease, decide(slice));
      given = true;
    } finally {
      if (!given) {
        send.giveUp(byId.keySet(), lease);
      }
    }
    return true;
  }

  private List<Decided> decide(List<SendJob> slice) {
    List<Decided> all = new ArrayList<>();
    slice.stream()
        .collect(groupingBy(SendJob::tenantId))
        .forEach(
            (tenant, jobs) -> {
              List<Decision> decisions =
                  permits.ask(tenant, jobs.stream().map(DispatchDueLanes::askFor).toList());
              for (int i = 0; i < jobs.size(); i++) {
                all.add(new Decided(jobs.get(i), decisions.get(i)));
              }
            });
    return all;
  }

  /**
   * Named by the dispatch it is for: asking again after a crash answers with the same permit. A
   * permit whose job somebody else took meanwhile is theirs too, or runs out.
   */
  private static Ask askFor(SendJob job) {
    return new Ask(
        job.accountId(), job.recipients(), true, Outbox.nameOf(job.id(), job.epoch() + 1));
  }

  /** A job with the limiter's word on it. */
  record Decided(SendJob job, Decision decision) {
    boolean isGranted() {
      return decision.granted() >= job.recipients()
          && decision.permitId() != null
          && decision.expiresAt() != null;
    }

    JobChange dispatched() {
      String permitId = decision.permitId();
      Instant expiresAt = decision.expiresAt();
      if (permitId == null || expiresAt == null) {
        throw new IllegalStateException("job " + job.id() + " got no permit");
      }
      return JobChange.of(job, job.asDispatched(new SendJob.Permit(permitId, expiresAt)));
    }
  }
}
