package io.qunfa.account.account;

import io.qunfa.account.permit.AccountUsage;
import io.qunfa.account.permit.Usage;
import io.qunfa.channel.Channel;
import io.qunfa.ids.AccountId;
import io.qunfa.ids.CorpId;
import io.qunfa.ids.TenantId;
import io.qunfa.permit.SendingAccount;
import io.qunfa.problem.Problem;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/**
 * What planning asks. While the limiter cannot be asked the accounts are listed as unused: the
 * number only spreads the load, it permits nothing.
 */
@RestController
class SendingAccountsController {
  private final Accounts accounts;
  private final AccountUsage usage;

  SendingAccountsController(Accounts accounts, AccountUsage usage) {
    this.accounts = accounts;
    this.usage = usage;
  }

  @GetMapping("/internal/v1/accounts")
  SendingAccount.Listing list(
      @RequestParam("tenantId") TenantId tenantId,
      @RequestParam("corpId") CorpId corpId,
      @RequestParam("channel") String channel) {
    List<Account> found =
        accounts.of(tenantId, corpId, Problem.reading("channel", channel, Channel::of));
    Map<AccountId, Usage> usages =
        usage.of(tenantId, found.stream().map(Account::accountId).toList());
    return new SendingAccount.Listing(
        found.stream().map(account -> toSender(account, usages.get(account.accountId()))).toList());
  }

  private static SendingAccount toSender(Account account, @Nullable Usage usage) {
    return new SendingAccount(
        account.accountId(),
        account.corpId(),
        account.channel(),
        account.memberUserid(),
        account.credentialId(),
        account.status() == AccountStatus.ACTIVE,
        account.dailyQuota(),
        usage == null ? 0 : usage.usedToday(),
        account.tags());
  }
}
