package io.qunfa.data.ledger;

import io.qunfa.ids.CampaignId;
import io.qunfa.ids.TenantId;
import io.qunfa.job.JobRecipients;
import io.qunfa.ledger.LedgerCounts;
import io.qunfa.ledger.RecipientState;
import io.qunfa.problem.Problem;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

@RestController
class LedgerController {
  private final LedgerQueries ledger;

  LedgerController(LedgerQueries ledger) {
    this.ledger = ledger;
  }

  @GetMapping("/internal/v1/campaigns/{id}/jobs/{jobNo}/recipients")
  JobRecipients recipients(
      @PathVariable CampaignId id,
      @PathVariable int jobNo,
      @RequestParam TenantId tenantId,
      @RequestParam RecipientState state) {
    return ledger.recipients(tenantId, id, jobNo, state);
  }

  @GetMapping("/internal/v1/campaigns/{id}/ledger")
  LedgerCounts counts(@PathVariable CampaignId id, @RequestParam TenantId tenantId) {
    return ledger
        .counts(tenantId, id)
        .orElseThrow(() -> Problem.notFound("ledger of campaign", id));
  }
}
