package io.qunfa.permit;

import io.qunfa.ids.AccountId;
import io.qunfa.ids.TenantId;
import java.util.List;

/**
 * Asks account-service which of these accounts are in a state to send. The answer is as old as what
 * permits are decided by. No limit is asked for.
 */
public record FindWorking(TenantId tenantId, List<AccountId> accountIds) {
  public FindWorking {
    accountIds = List.copyOf(accountIds);
  }

  /**
   * @param accountIds in no order; accounts that do not exist are left out
   */
  public record Working(List<AccountId> accountIds) {
    public Working {
      accountIds = List.copyOf(accountIds);
    }
  }
}
