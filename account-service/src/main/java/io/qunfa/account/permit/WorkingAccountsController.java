package io.qunfa.account.permit;

import io.qunfa.permit.FindWorking;
import io.qunfa.permit.FindWorking.Working;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RestController;

/** What dispatch asks about accounts that were denied a permit for their state. */
@RestController
class WorkingAccountsController {
  private final KnownLimits known;

  WorkingAccountsController(KnownLimits known) {
    this.known = known;
  }

  @PostMapping("/internal/v1/accounts:working")
  Working working(@RequestBody FindWorking request) {
    return new Working(
        known.of(request.tenantId(), request.accountIds()).values().stream()
            .filter(AccountLimits::active)
            .map(AccountLimits::accountId)
            .toList());
  }
}
