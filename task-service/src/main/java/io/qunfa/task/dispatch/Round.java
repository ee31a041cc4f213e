package io.qunfa.task.dispatch;

import io.qunfa.task.lane.LaneId;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * What one round of dispatch works on.
 *
 * @param lease names the round in the lanes that it has leased
 * @param lanes in no order
 * @param trying joint rests that are over, some of whose lanes are here
 */
record Round(String lease, Map<LaneId, DueLane> lanes, List<JointRest> trying) {
  Round {
    lanes = Map.copyOf(lanes);
    trying = List.copyOf(trying);
  }

  DueLane lane(LaneId id) {
    return Objects.requireNonNull(lanes.get(id), () -> "lane " + id + " is not of this round");
  }

  /** Those that are leased, in no order. */
  List<LaneId> leased() {
    return lanes.values().stream().filter(lane -> !lane.comesFromRest()).map(DueLane::id).toList();
  }
}
