package io.qunfa.account.account;

import io.qunfa.account.Paging;
import io.qunfa.account.pool.AccountStatus;
import io.qunfa.account.pool.Cause;
import io.qunfa.account.pool.Move;
import io.qunfa.channel.Channel;
import io.qunfa.idempotency.Idempotency;
import io.qunfa.identity.Caller;
import io.qunfa.ids.AccountId;
import io.qunfa.ids.CorpId;
import io.qunfa.ids.TenantId;
import io.qunfa.paging.Cursor;
import io.qunfa.paging.Page;
import io.qunfa.problem.Problem;
import io.swagger.v3.oas.annotations.Operation;
import java.util.List;
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
  private static final String KEEPS =
      "Of an account that exists, traits that are missing or null stay as they are; an empty list"
          + " takes its tags or its warm-up away. A new account gets the usual values.";

  private final CheckAccounts check;
  private final SaveAccounts save;
  private final Accounts accounts;
  private final ShowAccounts show;
  private final Idempotency idempotency;

  AccountController(
      CheckAccounts check,
      SaveAccounts save,
      Accounts accounts,
      ShowAccounts show,
      Idempotency idempotency) {
    this.check = check;
    this.save = save;
    this.accounts = accounts;
    this.show = show;
    this.idempotency = idempotency;
  }

  @Operation(
      summary = "Add an account, or change the one of this corp, channel and member",
      description = KEEPS)
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
        () -> new Stored(save(caller, List.of(account)).getFirst()));
  }

  @Operation(summary = "The same for many accounts, all or none", description = KEEPS)
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
        () -> new StoredBatch(save(caller, checked).stream().map(Stored::new).toList()));
  }

  @GetMapping("/api/v1/accounts/{accountId}")
  AccountView get(Caller caller, @PathVariable("accountId") AccountId accountId) {
    return show.one(caller.tenantId(), accountId);
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
        accounts.after(tenant, corpId, channel, Cursor.number(cursor, 0), limit + 1);
    List<Account> shown = found.subList(0, Math.min(limit, found.size()));
    return new Page<>(
        show.all(tenant, shown),
        found.size() > limit ? shown.getLast().accountId().toString() : null);
  }

  private List<AccountId> save(Caller caller, List<CheckedAccount> accounts) {
    return save.save(
        caller.tenantId(),
        accounts,
        AccountStatus.ACTIVE,
        new Move.Why(Cause.PERSON, caller.subject(), "the account was added"));
  }

  record Stored(AccountId accountId) {}

  record StoredBatch(List<Stored> accounts) {
    StoredBatch {
      accounts = List.copyOf(accounts);
    }
  }
}
