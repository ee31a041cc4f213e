package io.qunfa.account.account;

import io.qunfa.identity.Caller;
import io.qunfa.ids.AccountId;
import io.qunfa.problem.Problem;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.web.bind.annotation.PatchMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RestController;

/** Changes of accounts by id. Repeating one changes nothing more. */
@RestController
class AccountChangeController {
  private final ChangeAccounts change;
  private final ShowAccounts show;

  AccountChangeController(ChangeAccounts change, ShowAccounts show) {
    this.change = change;
    this.show = show;
  }

  @PatchMapping("/api/v1/accounts/{accountId}")
  AccountView change(
      Caller caller,
      @PathVariable("accountId") AccountId accountId,
      @RequestBody AccountChange request) {
    if (request.accountId() != null && !request.accountId().equals(accountId)) {
      throw Problem.invalid("/accountId", "accountId is not the one of the path.");
    }
    show.one(caller.tenantId(), accountId);
    change.change(
        caller.tenantId(),
        List.of(
            new AccountChange(
                accountId,
                request.credential(),
                request.dailyQuota(),
                request.tags(),
                request.weight(),
                request.warmUp())),
        caller.subject());
    return show.one(caller.tenantId(), accountId);
  }

  @PostMapping("/api/v1/accounts:update")
  Changed changeAll(Caller caller, @RequestBody List<@Nullable AccountChange> requests) {
    return new Changed(change.change(caller.tenantId(), requests, caller.subject()));
  }

  record Changed(List<AccountId> accounts) {
    Changed {
      accounts = List.copyOf(accounts);
    }
  }
}
