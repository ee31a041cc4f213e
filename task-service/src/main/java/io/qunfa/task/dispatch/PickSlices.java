package io.qunfa.task.dispatch;

import io.qunfa.task.job.SendJob;
import io.qunfa.task.lane.LaneId;
import io.qunfa.task.protection.ProtectSlice;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import org.springframework.stereotype.Component;

/** The next jobs of each lane, with those of their recipients who may still be written to. */
@Component
class PickSlices {
  private final WaitingJobs waiting;
  private final ProtectSlice protectSlice;

  PickSlices(WaitingJobs waiting, ProtectSlice protectSlice) {
    this.waiting = waiting;
    this.protectSlice = protectSlice;
  }

  List<SendJob> pick(Collection<LaneId> lanes, int places, Instant now) {
    return protectSlice.protect(waiting.slices(lanes, places, now));
  }
}
