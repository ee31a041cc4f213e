package io.qunfa.account.account;

import io.qunfa.account.permit.AccountUsage;
import io.qunfa.account.permit.Usage;
import io.qunfa.account.pool.ScoreHealth;
import io.qunfa.channel.Channel;
import io.qunfa.ids.AccountId;
import io.qunfa.ids.CorpId;
import io.qunfa.ids.TenantId;
import io.qunfa.permit.FindSenders;
import io.qunfa.permit.SendingAccount;
import io.qunfa.problem.Problem;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/**
 * What planning asks. While the limiter cannot be asked the accounts are listed as unused: the
 * number only spreads the load, it permits nothing.
 */
@RestController
class SendingAccountsController {
  private static final double NOT_NOW = 0.01;

  private final Accounts accounts;
  private final FindSendersByKey findSenders;
  private final AccountUsage usage;
  private final ScoreHealth health;

  SendingAccountsController(
      Accounts accounts, FindSendersByKey findSenders, AccountUsage usage, ScoreHealth health) {
    this.accounts = accounts;
    this.findSenders = findSenders;
    this.usage = usage;
    this.health = health;
  }

  @GetMapping("/internal/v1/accounts")
  SendingAccount.Listing list(
      @RequestParam("tenantId") TenantId tenantId,
      @RequestParam("corpId") CorpId corpId,
      @RequestParam("channel") String channel) {
    return listing(
        tenantId, accounts.of(tenantId, corpId, Problem.reading("channel", channel, Channel::of)));
  }

  @PostMapping("/internal/v1/accounts:find")
  SendingAccount.Listing find(@RequestBody FindSenders request) {
    return listing(request.tenantId(), findSenders.find(request));
  }

  private SendingAccount.Listing listing(TenantId tenant, List<Account> found) {
    Map<AccountId, Usage> usages =
        usage.of(tenant, found.stream().map(Account::accountId).toList());
    return new SendingAccount.Listing(
        found.stream().map(account -> toSender(account, usages.get(account.accountId()))).toList());
  }

  private SendingAccount toSender(Account account, @Nullable Usage used) {
    return new SendingAccount(
        account.accountId(),
        account.corpId(),
        account.channel(),
        account.memberUserid(),
        account.credentialId(),
        account.standing().status().takesWork(),
        account.standing().quotaToday(),
        used == null ? 0 : Objects.requireNonNullElse(used.usedToday(), 0L),
        account.traits().tags(),
        favour(account),
        used == null ? null : used.pace());
  }

  /** One that may not send at this moment is taken if there is no other. */
  private double favour(Account account) {
    double ready = account.standing().status().works() ? 1 : NOT_NOW;
    return ready
        * account.traits().weight()
        / CheckTraits.USUAL_WEIGHT
        * health.score(account.health());
  }
}
