package io.qunfa.account.account;

import io.qunfa.ids.AccountId;
import io.qunfa.permit.FindSenders;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.springframework.stereotype.Component;

/** Finds accounts by the members behind them and by id, each by its key. */
@Component
class FindSendersByKey {
  private static final int MEMBERS_PER_QUERY = 1000;

  private final Accounts accounts;

  FindSendersByKey(Accounts accounts) {
    this.accounts = accounts;
  }

  List<Account> find(FindSenders request) {
    Map<AccountId, Account> found = new LinkedHashMap<>();
    List<String> members = request.memberUserids();
    for (int from = 0; from < members.size(); from += MEMBERS_PER_QUERY) {
      accounts
          .ofMembers(
              request.tenantId(),
              request.corpId(),
              request.channel(),
              members.subList(from, Math.min(members.size(), from + MEMBERS_PER_QUERY)))
          .forEach(account -> found.put(account.accountId(), account));
    }
    accounts.byId(request.tenantId(), request.accountIds()).values().stream()
        .filter(account -> account.corpId().equals(request.corpId()))
        .filter(account -> account.channel() == request.channel())
        .forEach(account -> found.put(account.accountId(), account));
    return List.copyOf(found.values());
  }
}
