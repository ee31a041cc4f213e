package io.qunfa.account.pool;

import io.qunfa.ids.AccountId;
import io.qunfa.ids.TenantId;
import io.qunfa.permit.AccountGate;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

@RestController
class GateController {
  private final CheckGate check;

  GateController(CheckGate check) {
    this.check = check;
  }

  @GetMapping("/internal/v1/accounts/{accountId}/gate")
  AccountGate gate(
      @RequestParam("tenantId") TenantId tenantId, @PathVariable("accountId") AccountId accountId) {
    return check.gate(tenantId, accountId);
  }
}
