package io.qunfa.task.dispatch;

import static java.util.stream.Collectors.toMap;

import io.qunfa.task.dispatch.DispatchDueLanes.Decided;
import io.qunfa.task.job.JobChange;
import io.qunfa.task.job.SendJob;
import io.qunfa.task.job.SendJobs;
import io.qunfa.task.lane.Lane;
import io.qunfa.task.lane.LaneId;
import io.qunfa.task.lane.LaneRest;
import io.qunfa.task.lane.Lanes;
import io.qunfa.task.outbox.Outbox;
import io.qunfa.wire.SendCommand;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/** The transaction at the end of a round of dispatch: jobs, messages, lanes, in this order. */
@Component
class SendSlice {
  /** A limiter that says "no, ask at once" must not make a hot loop. */
  private static final Duration SHORTEST_REST = Duration.ofMillis(100);

  private final SendJobs jobs;
  private final Outbox outbox;
  private final Lanes lanes;
  private final ClaimedLanes claimedLanes;
  private final WaitingJobs waiting;
  private final DispatchDueLanes.DispatchRhythm rhythm;

  SendSlice(
      SendJobs jobs,
      Outbox outbox,
      Lanes lanes,
      ClaimedLanes claimedLanes,
      WaitingJobs waiting,
      DispatchDueLanes.DispatchRhythm rhythm) {
    this.jobs = jobs;
    this.outbox = outbox;
    this.lanes = lanes;
    this.claimedLanes = claimedLanes;
    this.waiting = waiting;
    this.rhythm = rhythm;
  }

  @Transactional
  public void send(Map<LaneId, Lane> claimed, String lease, List<Decided> decided) {
    List<JobChange> dispatched =
        jobs.dispatch(
            decided.stream().filter(Decided::isGranted).map(Decided::dispatched).toList());
    outbox.addSendings(
        dispatched.stream().map(change -> sending(change.after(), claimed)).toList());
    Instant now = rhythm.clock().instant();
    List<LaneId> held = claimedLanes.lockHeld(claimed.keySet(), lease);
    lanes.rest(rests(decided, now));
    int places = rhythm.settings().inFlightPerLane();
    claimedLanes.giveBack(waiting.nextDue(held, places, now));
  }

  /** The round failed: others, or the next round, may take the lanes at once. */
  @Transactional
  public void giveUp(Collection<LaneId> claimed, String lease) {
    Optional<Instant> now = Optional.of(rhythm.clock().instant());
    claimedLanes.giveBack(
        claimedLanes.lockHeld(claimed, lease).stream()
            .collect(toMap(Function.identity(), lane -> now)));
  }

  /** Lanes that were given nothing at all rest until the limiter's soonest word. */
  private static List<LaneRest> rests(List<Decided> decided, Instant now) {
    Set<LaneId> given =
        decided.stream()
            .filter(Decided::isGranted)
            .map(one -> one.job().laneId())
            .collect(Collectors.toSet());
    Map<LaneId, LaneRest> rests = new TreeMap<>();
    decided.stream()
        .filter(one -> !given.contains(one.job().laneId()))
        .forEach(one -> rests.merge(one.job().laneId(), rest(one, now), SendSlice::theSooner));
    return List.copyOf(rests.values());
  }

  private static LaneRest theSooner(LaneRest a, LaneRest b) {
    return b.until().isBefore(a.until()) ? b : a;
  }

  private static LaneRest rest(Decided denied, Instant now) {
    Duration retryAfter = denied.decision().retryAfter();
    Duration rest = retryAfter.compareTo(SHORTEST_REST) < 0 ? SHORTEST_REST : retryAfter;
    return new LaneRest(
        denied.job().laneId(), now.plus(rest), denied.decision().decidedBy().name(), "");
  }

  private static Outbox.Sending sending(SendJob job, Map<LaneId, Lane> claimed) {
    Lane lane = claimed.get(job.laneId());
    SendJob.Permit permit = job.permit();
    if (lane == null || permit == null) {
      throw new IllegalStateException("job " + job.id() + " was dispatched without lane or permit");
    }
    SendCommand command =
        new SendCommand(
            SendCommand.VERSION,
            job.tenantId(),
            job.corpId(),
            job.id().campaignId(),
            job.id().jobNo(),
            job.epoch(),
            job.channel(),
            job.accountId(),
            lane.credentialId(),
            lane.memberUserid(),
            job.recipients(),
            permit.expiresAt());
    return new Outbox.Sending(command, job.priority());
  }
}
