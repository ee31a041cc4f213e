package io.qunfa.data.audience;

import io.qunfa.ids.AccountId;
import java.util.Comparator;

final class ByAccount {
  static final Comparator<AccountId> ORDER = Comparator.comparingLong(AccountId::value);

  private ByAccount() {}
}
