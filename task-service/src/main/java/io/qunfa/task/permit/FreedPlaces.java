package io.qunfa.task.permit;

import io.qunfa.ids.CorpId;
import io.qunfa.ids.TenantId;

/** Hears that permits of a corp have ended, so that others of it may get one. */
@FunctionalInterface
public interface FreedPlaces {
  void freed(TenantId tenant, CorpId corp, int places);
}
