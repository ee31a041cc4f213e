package io.qunfa.account.pool;

import io.qunfa.ids.AccountId;
import java.util.Comparator;

/** One order for all who lock several rows, so that they do not wait for each other in a circle. */
final class AccountOrder {
  static final Comparator<AccountId> BY_ID = Comparator.comparingLong(AccountId::value);

  private AccountOrder() {}
}
