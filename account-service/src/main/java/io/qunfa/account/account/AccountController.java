package io.qunfa.account.account;

import io.qunfa.account.Paging;
import io.qunfa.account.permit.AccountUsage;
import io.qunfa.account.permit.Usage;
import io.qunfa.channel.Channel;
import io.qunfa.idempotency.Idempotency;
import io.qunfa.identity.Caller;
import io.qunfa.ids.AccountId;
import io.qunfa.ids.CorpId;
import io.qunfa.ids.TenantId;
import io.qunfa.paging.Page;
import io.qunfa.problem.Problem;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

@RestController
class AccountController {
  private final CheckAccounts check;
  private final SaveAccounts save;
  private final Accounts accounts;
  private final AccountUsage usage;
  private final Idempotency idempotency;

  AccountController(
      CheckAccounts check,
      SaveAccounts save,
      Accounts accounts,
      AccountUsage usage,
      Idempotency idempotency) {
    this.check = check;
    this.save = save;
    this.accounts = accounts;
    this.usage = usage;
    this.idempotency = idempotency;
  }

  @PostMapping("/api/v1/accounts")
  @ResponseStatus(HttpStatus.CREATED)
  Stored add(
      Caller caller,
      @RequestHeader(name = Idempotency.HEADER, required = false) @Nullable String key,
      @RequestBody NewAccount request) {
    TenantId tenant = caller.tenantId();
    CheckedAccount account = check.one(tenant, request);
    return idempotency.once(
        tenant,
        "account",
        key,
        request,
        Stored.class,
        () -> new Stored(save.save(tenant, List.of(account)).getFirst()));
  }

  @PostMapping("/api/v1/accounts:batch")
  @ResponseStatus(HttpStatus.CREATED)
  StoredBatch addAll(
      Caller caller,
      @RequestHeader(name = Idempotency.HEADER, required = false) @Nullable String key,
      @RequestBody List<@Nullable NewAccount> requests) {
    TenantId tenant = caller.tenantId();
    List<CheckedAccount> checked = check.all(tenant, requests);
    return idempotency.once(
        tenant,
        "accounts-batch",
        key,
        requests,
        StoredBatch.class,
        () -> new StoredBatch(save.save(tenant, checked).stream().map(Stored::new).toList()));
  }

  @GetMapping("/api/v1/accounts/{accountId}")
  AccountView get(Caller caller, @PathVariable("accountId") AccountId accountId) {
    Account account = accounts.require(caller.tenantId(), accountId);
    return AccountView.of(account, usage.of(caller.tenantId(), List.of(accountId)).get(accountId));
  }

  @GetMapping("/api/v1/accounts")
  Page<AccountView> list(
      Caller caller,
      @RequestParam(name = "corpId", required = false) @Nullable CorpId corpId,
      @RequestParam(name = "channel", required = false) @Nullable String channelName,
      @RequestParam(name = "limit", defaultValue = "" + Page.DEFAULT_LIMIT) int limit,
      @RequestParam(name = "cursor", required = false) @Nullable String cursor) {
    Paging.requireLimit(limit);
    TenantId tenant = caller.tenantId();
    Channel channel =
        channelName == null ? null : Problem.reading("channel", channelName, Channel::of);
    List<Account> found =
        accounts.after(tenant, corpId, channel, Paging.idAfter(cursor), limit + 1);
    List<Account> shown = found.subList(0, Math.min(limit, found.size()));
    Map<AccountId, Usage> usages =
        usage.of(tenant, shown.stream().map(Account::accountId).toList());
    return new Page<>(
        shown.stream()
            .map(account -> AccountView.of(account, usages.get(account.accountId())))
            .toList(),
        found.size() > limit ? shown.getLast().accountId().toString() : null);
  }

  record Stored(AccountId accountId) {}

  record StoredBatch(List<Stored> accounts) {
    StoredBatch {
      accounts = List.copyOf(accounts);
    }
  }
}
