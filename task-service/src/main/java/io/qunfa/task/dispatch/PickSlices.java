package io.qunfa.task.dispatch;

import static java.util.stream.Collectors.toSet;

import io.qunfa.channel.Priority;
import io.qunfa.task.dispatch.WaitingJobs.Waiting;
import io.qunfa.task.job.JobKey;
import io.qunfa.task.job.SendJob;
import io.qunfa.task.lane.LaneId;
import io.qunfa.task.lane.LaneSettings;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.springframework.stereotype.Component;

/**
 * The next jobs of each lane, as many as it has free places, all in the order of their turn: by
 * priority, then age, but the first job of a class that was passed over for long goes before more
 * urgent ones. Before all of them goes one that must stay whole: it may need a whole day's quota,
 * so it comes first when the day opens, or never, however many others wait in its lane.
 */
@Component
class PickSlices {
  private final WaitingJobs waitingJobs;
  private final LaneSettings settings;
  private final int places;
  private final Clock clock;

  PickSlices(
      WaitingJobs waitingJobs, LaneSettings settings, DispatchSettings dispatch, Clock clock) {
    this.waitingJobs = waitingJobs;
    this.settings = settings;
    this.places = dispatch.inFlightPerLane();
    this.clock = clock;
  }

  private record InTurn(SendJob job, Instant turn) {
    static final Comparator<InTurn> FIRST =
        Comparator.<InTurn, Boolean>comparing(one -> !one.job().staysWhole())
            .thenComparing(InTurn::turn);
  }

  List<SendJob> pick(Collection<DueLane> lanes) {
    Instant now = clock.instant();
    List<LaneId> ids = lanes.stream().map(DueLane::id).toList();
    Map<LaneId, List<Waiting>> heads = waitingJobs.heads(ids, places, now);
    addPassedOver(heads, now);
    addWhole(heads, ids, now);
    Map<LaneId, Integer> taken = waitingJobs.inFlight(ids);
    return lanes.stream()
        .flatMap(
            lane ->
                inTurn(lane, heads.getOrDefault(lane.id(), List.of()), now).stream()
                    .sorted(InTurn.FIRST)
                    .limit(Math.max(0, places - taken.getOrDefault(lane.id(), 0))))
        .sorted(InTurn.FIRST)
        .map(InTurn::job)
        .toList();
  }

  /** Where more waits than there are places, the first of every class that would see none of it. */
  private void addPassedOver(Map<LaneId, List<Waiting>> heads, Instant now) {
    List<LaneId> full =
        heads.entrySet().stream()
            .filter(lane -> lane.getValue().size() == places)
            .filter(lane -> last(lane.getValue()) != Priority.LOW)
            .map(Map.Entry::getKey)
            .toList();
    if (full.isEmpty()) {
      return;
    }
    waitingJobs
        .firstOfClasses(full, now)
        .forEach(
            (lane, firsts) -> {
              List<Waiting> ofLane = heads.getOrDefault(lane, List.of());
              Priority seen = last(ofLane);
              firsts.stream()
                  .filter(first -> first.job().priority().rank() > seen.rank())
                  .forEach(ofLane::add);
            });
  }

  private void addWhole(Map<LaneId, List<Waiting>> heads, List<LaneId> lanes, Instant now) {
    waitingJobs
        .wholes(lanes, now)
        .forEach(
            (lane, wholes) -> {
              List<Waiting> ofLane = heads.computeIfAbsent(lane, none -> new ArrayList<>());
              Set<JobKey> read = ofLane.stream().map(one -> one.job().key()).collect(toSet());
              wholes.stream().filter(one -> !read.contains(one.job().key())).forEach(ofLane::add);
            });
  }

  private static Priority last(List<Waiting> ofLane) {
    return ofLane.getLast().job().priority();
  }

  /** Only the first of a class ages; behind it the class has just been served. */
  private List<InTurn> inTurn(DueLane lane, List<Waiting> ofLane, Instant now) {
    Set<Priority> begun = EnumSet.noneOf(Priority.class);
    List<InTurn> turns = new ArrayList<>();
    for (Waiting one : ofLane) {
      Priority priority = one.job().priority();
      Instant since = begun.add(priority) ? lane.passedOverSince(priority, one.since()) : now;
      turns.add(new InTurn(one.job(), settings.turn(priority, since)));
    }
    return turns;
  }
}
