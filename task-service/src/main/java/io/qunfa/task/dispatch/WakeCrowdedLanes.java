package io.qunfa.task.dispatch;

import io.qunfa.ids.CorpId;
import io.qunfa.ids.TenantId;
import io.qunfa.task.permit.FreedPlaces;
import io.qunfa.task.stepping.StepName;
import io.qunfa.task.stepping.Wakes;
import java.time.Clock;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.DataAccessException;
import org.springframework.stereotype.Component;

/**
 * Lanes that wait for one of the calls under way to end try when one has ended, not a third of a
 * second later: a corp of five calls at once would stand still most of the time. Only saves time.
 */
@Component
class WakeCrowdedLanes implements FreedPlaces {
  private static final Logger log = LoggerFactory.getLogger(WakeCrowdedLanes.class);

  private final JointRests jointRests;
  private final Wakes wakes;
  private final Clock clock;

  WakeCrowdedLanes(JointRests jointRests, Wakes wakes, Clock clock) {
    this.jointRests = jointRests;
    this.wakes = wakes;
    this.clock = clock;
  }

  @Override
  public void freed(TenantId tenant, CorpId corp, int places) {
    try {
      if (jointRests.endCrowded(tenant, corp, places, clock.instant())) {
        wakes.now(StepName.DISPATCH_DUE_LANES);
      }
    } catch (DataAccessException failed) {
      log.debug("Lanes of corp {} wait until their rest is over", corp, failed);
    }
  }
}
