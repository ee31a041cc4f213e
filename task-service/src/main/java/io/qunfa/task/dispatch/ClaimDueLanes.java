package io.qunfa.task.dispatch;

import static java.util.stream.Collectors.toMap;

import io.qunfa.task.lane.LaneId;
import io.qunfa.task.outbox.OutboxBacklog;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.function.Function;
import org.springframework.stereotype.Component;

/** Takes the lanes whose turn it is; none while the broker takes too little of what is there. */
@Component
class ClaimDueLanes {
  private final DueLanes dueLanes;
  private final ClaimedLanes claimedLanes;
  private final JointRests jointRests;
  private final OutboxBacklog backlog;
  private final DispatchSettings settings;
  private final Clock clock;

  ClaimDueLanes(
      DueLanes dueLanes,
      ClaimedLanes claimedLanes,
      JointRests jointRests,
      OutboxBacklog backlog,
      DispatchSettings settings,
      Clock clock) {
    this.dueLanes = dueLanes;
    this.claimedLanes = claimedLanes;
    this.jointRests = jointRests;
    this.backlog = backlog;
    this.settings = settings;
    this.clock = clock;
  }

  Round claim() {
    String lease = UUID.randomUUID().toString();
    if (backlog.isCongested()) {
      return new Round(lease, Map.of(), List.of());
    }
    Instant now = clock.instant();
    List<JointRest> rests = jointRests.all();
    Map<LaneId, DueLane> due =
        dueLanes.next(rests, settings.lanesPerRound(), now).stream()
            .collect(toMap(DueLane::id, Function.identity(), (one, same) -> one));
    List<LaneId> toLease =
        due.values().stream().filter(lane -> !lane.comesFromRest()).map(DueLane::id).toList();
    Set<LaneId> leased = claimedLanes.lease(toLease, lease, now, now.plus(settings.lease()));
    due.values().removeIf(lane -> !lane.comesFromRest() && !leased.contains(lane.id()));
    return new Round(lease, due, rests.stream().filter(rest -> rest.isOver(now)).toList());
  }
}
