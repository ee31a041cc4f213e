package io.qunfa.account.account;

import io.qunfa.account.Reason;
import io.qunfa.account.pool.Cause;
import io.qunfa.account.pool.Move;
import io.qunfa.account.pool.Order;
import io.qunfa.account.pool.OrderAccount;
import io.qunfa.identity.Caller;
import io.qunfa.ids.AccountId;
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

  @PostMapping("/api/v1/accounts/{accountId}:pause")
  AccountView pause(
      Caller caller,
      @PathVariable("accountId") AccountId accountId,
      @RequestBody(required = false) @Nullable Reason reason) {
    return order(caller, accountId, Order.PAUSE, reason);
  }

  @PostMapping("/api/v1/accounts/{accountId}:resume")
  AccountView resume(
      Caller caller,
      @PathVariable("accountId") AccountId accountId,
      @RequestBody(required = false) @Nullable Reason reason) {
    return order(caller, accountId, Order.RESUME, reason);
  }

  @PostMapping("/api/v1/accounts/{accountId}:offline")
  AccountView offline(
      Caller caller,
      @PathVariable("accountId") AccountId accountId,
      @RequestBody(required = false) @Nullable Reason reason) {
    return order(caller, accountId, Order.OFFLINE, reason);
  }

  @PostMapping("/api/v1/accounts/{accountId}:ban")
  AccountView ban(
      Caller caller,
      @PathVariable("accountId") AccountId accountId,
      @RequestBody(required = false) @Nullable Reason reason) {
    return order(caller, accountId, Order.BAN, reason);
  }

  @PostMapping("/api/v1/accounts/{accountId}:disable")
  AccountView disable(
      Caller caller,
      @PathVariable("accountId") AccountId accountId,
      @RequestBody(required = false) @Nullable Reason reason) {
    return order(caller, accountId, Order.DISABLE, reason);
  }

  @PostMapping("/api/v1/accounts/{accountId}:enable")
  AccountView enable(
      Caller caller,
      @PathVariable("accountId") AccountId accountId,
      @RequestBody(required = false) @Nullable Reason reason) {
    return order(caller, accountId, Order.ENABLE, reason);
  }

  private AccountView order(
      Caller caller, AccountId accountId, Order order, @Nullable Reason reason) {
    orders.order(
        caller.tenantId(),
        accountId,
        order,
        new Move.Why(Cause.PERSON, caller.subject(), Reason.text(reason)));
    return show.one(caller.tenantId(), accountId);
  }
}
