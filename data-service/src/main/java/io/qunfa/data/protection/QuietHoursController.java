package io.qunfa.data.protection;

import io.qunfa.ids.CorpId;
import io.qunfa.ids.TenantId;
import io.qunfa.protection.CorpQuietHours;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** Tells task-service, which predicts when campaigns are done, when a corp sends nothing. */
@RestController
class QuietHoursController {
  private final RecipientPolicies policies;

  QuietHoursController(RecipientPolicies policies) {
    this.policies = policies;
  }

  @GetMapping("/internal/v1/corps/{corpId}/quiet-hours")
  CorpQuietHours quietHours(@PathVariable CorpId corpId, @RequestParam TenantId tenantId) {
    CorpPolicy policy = policies.of(tenantId, corpId);
    QuietHours hours = policy.policy().quietHours();
    return new CorpQuietHours(policy.zone(), hours.from(), hours.until());
  }
}
