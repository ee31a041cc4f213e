package io.qunfa.account.account;

import io.qunfa.account.Reason;
import io.qunfa.account.pool.Cause;
import io.qunfa.account.pool.Move;
import io.qunfa.account.pool.Order;
import io.qunfa.account.pool.OrderAccount;
import io.qunfa.identity.Caller;
import io.qunfa.ids.AccountId;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RestController;

/** What a person orders of one account. An order that is fulfilled already changes nothing. */
@RestController
class AccountOrderController {
  private final OrderAccount orders;
  private final ShowAccounts show;

  AccountOrderController(OrderAccount orders, ShowAccounts show) {
    this.orders = orders;
    this.show = show;
  }

  @PostMapping("/api/v1/accounts/{accountId}:{order:pause|resume|offline|ban|disable|enable}")
  AccountView order(
      Caller caller,
      @PathVariable("accountId") AccountId accountId,
      @PathVariable("order") String order,
      @RequestBody(required = false) @Nullable Reason reason) {
    orders.order(
        caller.tenantId(),
        accountId,
        Order.valueOf(order.toUpperCase(Locale.ROOT)),
        new Move.Why(Cause.PERSON, caller.subject(), Reason.text(reason)));
    return show.one(caller.tenantId(), accountId);
  }
}
