package io.qunfa.task.dispatch;

import static java.util.stream.Collectors.groupingBy;
import static java.util.stream.Collectors.mapping;
import static java.util.stream.Collectors.toSet;

import io.qunfa.channel.Priority;
import io.qunfa.task.dispatch.ClaimedLanes.GoingOn;
import io.qunfa.task.dispatch.DispatchDueLanes.Decided;
import io.qunfa.task.dispatch.JointRest.Scope;
import io.qunfa.task.job.SendJob;
import io.qunfa.task.lane.LaneId;
import io.qunfa.task.lane.LaneRest;
import io.qunfa.task.lane.LaneSettings;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Propagation;
import org.springframework.transaction.annotation.Transactional;

/**
 * What a round of dispatch leaves in its lanes. A lane that was given nothing rests; a limit of its
 * whole corp or tenant makes all of those rest together instead; every other one goes on with what
 * waits in it.
 */
@Component
class GiveBackLanes {
  /** A limiter that says "no, ask at once" must not make a hot loop. */
  private static final Duration SHORTEST_REST = Duration.ofMillis(100);

  private final ClaimedLanes claimedLanes;
  private final JointRests jointRests;
  private final FindNextDue findNextDue;
  private final LaneSettings lanes;
  private final DispatchSettings settings;
  private final Clock clock;

  GiveBackLanes(
      ClaimedLanes claimedLanes,
      JointRests jointRests,
      FindNextDue findNextDue,
      LaneSettings lanes,
      DispatchSettings settings,
      Clock clock) {
    this.claimedLanes = claimedLanes;
    this.jointRests = jointRests;
    this.findNextDue = findNextDue;
    this.lanes = lanes;
    this.settings = settings;
    this.clock = clock;
  }

  /** The round failed: others, or the next round, may take its lanes at once. */
  @Transactional
  public void giveUp(Round round) {
    claimedLanes.release(round.leased(), round.lease());
  }

  /**
   * The last thing in the transaction of a round: jobs first, lanes last. A job that is too big for
   * what is left waits by itself; its lane goes on, and nothing is known about others.
   */
  @Transactional(propagation = Propagation.MANDATORY)
  public void giveBack(Round round, List<Decided> decided, List<SendJob> dispatched) {
    Instant now = clock.instant();
    List<Decided> telling = decided.stream().filter(one -> !one.isTooBig()).toList();
    List<DueLane> held = claimedLanes.lockHeld(round, now);
    Map<LaneId, List<Decided>> nothingGiven = nothingGiven(telling);
    List<LaneRest> rests = new ArrayList<>();
    Map<LaneId, Instant> restingTogether = new TreeMap<>();
    List<DueLane> goingOn = new ArrayList<>();
    for (DueLane lane : held) {
      List<Decided> denied = nothingGiven.get(lane.id());
      if (denied == null) {
        goingOn.add(lane);
      } else if (denied.stream().allMatch(one -> one.reach() != Reach.ACCOUNT)) {
        restingTogether.put(lane.id(), lanes.turn(denied.getFirst().job().priority(), now));
      } else {
        rests.add(soonest(lane.id(), denied, now));
      }
    }
    claimedLanes.rest(rests, now);
    claimedLanes.goBehind(restingTogether);
    goOn(goingOn, dispatched, now);
    restTogether(round, telling, now);
  }

  private static Map<LaneId, List<Decided>> nothingGiven(List<Decided> decided) {
    Map<LaneId, List<Decided>> byLane =
        new HashMap<>(decided.stream().collect(groupingBy(one -> one.job().laneId())));
    byLane.values().removeIf(ofLane -> ofLane.stream().anyMatch(Decided::isGivenAnything));
    return byLane;
  }

  private static LaneRest soonest(LaneId lane, List<Decided> denied, Instant now) {
    return denied.stream()
        .filter(one -> one.reach() == Reach.ACCOUNT)
        .map(one -> new LaneRest(lane, end(one, now), one.decision().decidedBy().name(), ""))
        .min((a, b) -> a.until().compareTo(b.until()))
        .orElseThrow();
  }

  private static Instant end(Decided denied, Instant now) {
    Duration retryAfter = denied.decision().retryAfter();
    return now.plus(retryAfter.compareTo(SHORTEST_REST) < 0 ? SHORTEST_REST : retryAfter);
  }

  private void goOn(List<DueLane> goingOn, List<SendJob> dispatched, Instant now) {
    Map<LaneId, Set<Priority>> left =
        dispatched.stream()
            .collect(groupingBy(SendJob::laneId, mapping(SendJob::priority, toSet())));
    List<DueLane> after =
        goingOn.stream()
            .map(lane -> lane.afterLeaving(left.getOrDefault(lane.id(), Set.of()), now))
            .toList();
    Map<LaneId, NextDue> due = findNextDue.of(after, settings.inFlightPerLane(), now);
    claimedLanes.giveBack(
        goingOn.stream()
            .map(
                lane ->
                    new GoingOn(
                        lane.id(),
                        due.getOrDefault(lane.id(), NextDue.NOTHING),
                        left.getOrDefault(lane.id(), Set.of())))
            .toList(),
        now);
  }

  private void restTogether(Round round, List<Decided> decided, Instant now) {
    Map<Scope, List<Decided>> denied =
        decided.stream()
            .filter(one -> !one.isGivenAnything() && one.reach() != Reach.ACCOUNT)
            .collect(
                groupingBy(one -> Scope.of(round.lane(one.job().laneId()).lane(), one.reach())));
    denied.forEach(
        (scope, some) -> {
          Decided last = some.getLast();
          int tries = Math.max(1, granted(round, decided, scope));
          jointRests.rest(scope, end(last, now), last.decision().decidedBy().name(), tries, now);
        });
    for (JointRest rest : round.trying()) {
      boolean tried =
          decided.stream()
              .anyMatch(one -> rest.scope().covers(round.lane(one.job().laneId()).lane()));
      if (tried && !denied.containsKey(rest.scope())) {
        jointRests.allowMore(rest, settings.lanesPerRound());
      }
    }
  }

  private static int granted(Round round, List<Decided> decided, Scope scope) {
    return decided.stream()
        .filter(Decided::isGivenAnything)
        .map(one -> one.job().laneId())
        .distinct()
        .filter(lane -> scope.covers(round.lane(lane).lane()))
        .toList()
        .size();
  }
}
