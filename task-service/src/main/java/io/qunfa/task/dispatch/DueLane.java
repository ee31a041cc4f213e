package io.qunfa.task.dispatch;

import io.qunfa.channel.Priority;
import io.qunfa.task.lane.Lane;
import io.qunfa.task.lane.LaneId;
import java.time.Instant;
import java.util.EnumMap;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A lane as it was read when its turn came.
 *
 * @param restedUntil it comes from a rest, whose end was this; null: its last jobs were granted
 * @param leftAt when a job of each class last left; classes that never had one are missing
 */
record DueLane(Lane lane, @Nullable Instant restedUntil, Map<Priority, Instant> leftAt) {
  DueLane {
    leftAt = Map.copyOf(leftAt);
  }

  LaneId id() {
    return lane.id();
  }

  boolean comesFromRest() {
    return restedUntil != null;
  }

  /** As it is when a job of each of these classes has left. */
  DueLane afterLeaving(Set<Priority> left, Instant now) {
    if (left.isEmpty()) {
      return this;
    }
    Map<Priority, Instant> after = new EnumMap<>(Priority.class);
    after.putAll(leftAt);
    left.forEach(priority -> after.put(priority, now));
    return new DueLane(lane, restedUntil, after);
  }

  /** Since when this class waits for its turn, if a job of it has waited since then. */
  Instant passedOverSince(Priority priority, Instant since) {
    Instant left = leftAt.get(priority);
    return left != null && left.isAfter(since) ? left : since;
  }
}
