package io.qunfa.task.dispatch;

import io.qunfa.ids.TenantId;
import io.qunfa.task.lane.Lane;
import java.time.Instant;

/**
 * The lanes of a corp or tenant that rest together, or try again carefully after that.
 *
 * @param scope whom it concerns
 * @param tries how many of its lanes may ask at once when the rest is over
 */
record JointRest(Scope scope, Instant until, int tries) {
  /**
   * @param corpId empty: the whole tenant
   */
  record Scope(TenantId tenantId, String corpId) {
    static Scope of(Lane lane, Reach reach) {
      return new Scope(
          lane.id().tenantId(),
          switch (reach) {
            case CORP -> lane.corpId().value();
            case TENANT -> "";
            case ACCOUNT -> throw new IllegalArgumentException("one account rests by itself");
          });
    }

    boolean covers(Lane lane) {
      return tenantId.equals(lane.id().tenantId())
          && (corpId.isEmpty() || corpId.equals(lane.corpId().value()));
    }
  }

  boolean isOver(Instant now) {
    return !until.isAfter(now);
  }
}
