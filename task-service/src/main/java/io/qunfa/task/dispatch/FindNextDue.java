package io.qunfa.task.dispatch;

import io.qunfa.channel.Priority;
import io.qunfa.task.dispatch.WaitingJobs.Waiting;
import io.qunfa.task.lane.LaneId;
import io.qunfa.task.lane.LaneSettings;
import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.springframework.stereotype.Component;

/** When each lane is to be looked at again. The caller holds the lanes' locks. */
@Component
class FindNextDue {
  private final WaitingJobs waitingJobs;
  private final LaneSettings settings;

  FindNextDue(WaitingJobs waitingJobs, LaneSettings settings) {
    this.waitingJobs = waitingJobs;
    this.settings = settings;
  }

  /** Lanes in which nothing waits are left out. */
  Map<LaneId, NextDue> of(Collection<DueLane> lanes, int places, Instant now) {
    Map<LaneId, NextDue> due = new HashMap<>();
    if (lanes.isEmpty()) {
      return due;
    }
    Map<LaneId, Integer> taken = waitingJobs.inFlight(lanes.stream().map(DueLane::id).toList());
    Map<LaneId, DueLane> open = new HashMap<>();
    for (DueLane lane : lanes) {
      if (taken.getOrDefault(lane.id(), 0) < places) {
        open.put(lane.id(), lane);
      } else {
        due.put(lane.id(), NextDue.FULL);
      }
    }
    if (!open.isEmpty()) {
      addOpen(due, open, now);
    }
    return due;
  }

  private void addOpen(Map<LaneId, NextDue> due, Map<LaneId, DueLane> open, Instant now) {
    Map<LaneId, List<Waiting>> ready = waitingJobs.heads(open.keySet(), 1, now);
    List<LaneId> idle = open.keySet().stream().filter(lane -> !ready.containsKey(lane)).toList();
    open.forEach(
        (id, lane) -> {
          List<Waiting> first = ready.get(id);
          if (first != null) {
            Priority priority = first.getFirst().job().priority();
            Instant since = lane.passedOverSince(priority, first.getFirst().since());
            due.put(id, NextDue.at(now, settings.turn(priority, since)));
          }
        });
    if (!idle.isEmpty()) {
      waitingJobs
          .later(idle, now)
          .forEach(
              (id, first) -> {
                Instant at = first.getFirst().since();
                due.put(id, NextDue.at(at, settings.turn(first.getFirst().job().priority(), at)));
              });
    }
  }
}
