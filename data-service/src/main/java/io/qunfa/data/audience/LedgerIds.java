package io.qunfa.data.audience;

import io.qunfa.audience.ExternalUserIds;
import io.qunfa.problem.Problem;
import java.util.Collection;

/** The ids that the ledger can hold: those of contacts, and others that a caller may name. */
final class LedgerIds {
  private LedgerIds() {}

  static void require(String pointer, Collection<String> ids) {
    try {
      ExternalUserIds.require(pointer, ids);
    } catch (IllegalArgumentException unusable) {
      throw Problem.invalid(pointer, unusable.getMessage() + ".");
    }
  }
}
