package io.qunfa.task.dispatch;

import io.qunfa.task.lane.LaneId;
import java.time.Instant;
import java.util.List;
import org.springframework.jdbc.core.simple.JdbcClient;

/** What a round reads of a lane, for tests with a database. */
public final class LookAtLane {
  private final WaitingJobs waitingJobs;

  public LookAtLane(JdbcClient jdbc) {
    this.waitingJobs = new WaitingJobs(jdbc);
  }

  /**
   * @return how many were found
   */
  public int firstJobs(LaneId lane, int atMost, Instant now) {
    return waitingJobs.heads(List.of(lane), atMost, now).getOrDefault(lane, List.of()).size();
  }
}
