package io.qunfa.account.account;

import io.qunfa.account.permit.AccountUsage;
import io.qunfa.account.permit.Usage;
import io.qunfa.account.pool.ScoreHealth;
import io.qunfa.ids.AccountId;
import io.qunfa.ids.TenantId;
import java.util.List;
import java.util.Map;
import org.springframework.stereotype.Component;

/** Accounts with what they have used, as operators see them. */
@Component
class ShowAccounts {
  private final Accounts accounts;
  private final AccountUsage usage;
  private final ScoreHealth health;

  ShowAccounts(Accounts accounts, AccountUsage usage, ScoreHealth health) {
    this.accounts = accounts;
    this.usage = usage;
    this.health = health;
  }

  AccountView one(TenantId tenant, AccountId id) {
    return all(tenant, List.of(accounts.require(tenant, id))).getFirst();
  }

  List<AccountView> all(TenantId tenant, List<Account> some) {
    Map<AccountId, Usage> usages = usage.of(tenant, some.stream().map(Account::accountId).toList());
    return some.stream()
        .map(
            account ->
                AccountView.of(
                    account, usages.get(account.accountId()), health.score(account.health())))
        .toList();
  }
}
