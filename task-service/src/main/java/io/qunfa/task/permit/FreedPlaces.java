package io.qunfa.task.permit;

import io.qunfa.ids.TenantId;

/** Hears that permits have ended, so that others of the tenant may get one. */
@FunctionalInterface
public interface FreedPlaces {
  void freed(TenantId tenant, int places);
}
