package io.qunfa.data.ledger;

import io.qunfa.ids.CampaignId;
import io.qunfa.ids.TenantId;
import io.qunfa.job.JobRecipients;
import io.qunfa.ledger.LedgerCounts;
import io.qunfa.ledger.RecipientState;
import io.qunfa.ledger.SplitJob;
import io.qunfa.problem.Problem;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

@RestController
class LedgerController {
  private final LedgerQueries ledger;
  private final SplitRecipients splitRecipients;

  LedgerController(LedgerQueries ledger, SplitRecipients splitRecipients) {
    this.ledger = ledger;
    this.splitRecipients = splitRecipients;
  }

  /**
   * @param epoch of the dispatch whose call is being prepared; 0: they are read for another reason
   */
  @GetMapping("/internal/v1/campaigns/{id}/jobs/{jobNo}/recipients")
  JobRecipients recipients(
      @PathVariable CampaignId id,
      @PathVariable int jobNo,
      @RequestParam TenantId tenantId,
      @RequestParam RecipientState state,
      @RequestParam(defaultValue = "0") int epoch) {
    ledger.leaves(tenantId, id, jobNo, epoch);
    return ledger.recipients(tenantId, id, jobNo, state);
  }

  @PostMapping("/internal/v1/campaigns/{id}/jobs/{jobNo}:split")
  SplitJob.Halves split(
      @PathVariable CampaignId id, @PathVariable int jobNo, @RequestBody SplitJob ask) {
    return splitRecipients.split(id, jobNo, ask);
  }

  @GetMapping("/internal/v1/campaigns/{id}/ledger")
  LedgerCounts counts(@PathVariable CampaignId id, @RequestParam TenantId tenantId) {
    return ledger
        .counts(tenantId, id)
        .orElseThrow(() -> Problem.notFound("ledger of campaign", id));
  }
}
