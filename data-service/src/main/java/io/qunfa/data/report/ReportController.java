package io.qunfa.data.report;

import io.qunfa.identity.Caller;
import io.qunfa.ids.CampaignId;
import io.qunfa.ledger.RecipientState;
import io.qunfa.paging.Page;
import io.qunfa.problem.Problem;
import io.swagger.v3.oas.annotations.Operation;
import jakarta.servlet.http.HttpServletResponse;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import java.io.IOException;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

@RestController
class ReportController {
  private final MakeReport makeReport;
  private final Recipients recipients;
  private final HeldNow heldNow;
  private final WriteRecipientsCsv writeRecipientsCsv;

  ReportController(
      MakeReport makeReport,
      Recipients recipients,
      HeldNow heldNow,
      WriteRecipientsCsv writeRecipientsCsv) {
    this.makeReport = makeReport;
    this.recipients = recipients;
    this.heldNow = heldNow;
    this.writeRecipientsCsv = writeRecipientsCsv;
  }

  @Operation(summary = "Who got it, who did not, and why, in numbers; and that the ledger balances")
  @GetMapping("/api/v1/campaigns/{id}/report")
  CampaignReport report(Caller caller, @PathVariable CampaignId id) {
    return makeReport.make(caller.tenantId(), id);
  }

  @Operation(summary = "The recipients of a campaign one by one, optionally of one state")
  @GetMapping("/api/v1/campaigns/{id}/recipients")
  Page<RecipientLine> recipients(
      Caller caller,
      @PathVariable CampaignId id,
      @RequestParam(required = false) @Nullable RecipientState state,
      @RequestParam(defaultValue = "" + Page.DEFAULT_LIMIT) @Min(1) @Max(Page.MAX_LIMIT) int limit,
      @RequestParam(required = false) @Nullable String cursor) {
    requireFrozen(caller, id);
    return heldNow.mark(
        caller.tenantId(),
        id,
        recipients.page(
            caller.tenantId(), id, Optional.ofNullable(state), RecipientCursor.of(cursor), limit));
  }

  @Operation(summary = "All recipients of a campaign as CSV, safe to open in a spreadsheet")
  @GetMapping(path = "/api/v1/campaigns/{id}/recipients.csv")
  void csv(Caller caller, @PathVariable CampaignId id, HttpServletResponse response)
      throws IOException {
    requireFrozen(caller, id);
    response.setContentType("text/csv;charset=UTF-8");
    response.setHeader(
        HttpHeaders.CONTENT_DISPOSITION,
        "attachment; filename=\"campaign-" + id + "-recipients.csv\"");
    writeRecipientsCsv.write(caller.tenantId(), id, response.getOutputStream());
  }

  private void requireFrozen(Caller caller, CampaignId id) {
    if (!recipients.any(caller.tenantId(), id)) {
      throw Problem.notFound("ledger of campaign", id);
    }
  }
}
