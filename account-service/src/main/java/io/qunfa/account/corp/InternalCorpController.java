package io.qunfa.account.corp;

import io.qunfa.ids.CorpId;
import io.qunfa.ids.TenantId;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** What other services of ours ask of a corp. */
@RestController
class InternalCorpController {
  private final Corps corps;

  InternalCorpController(Corps corps) {
    this.corps = corps;
  }

  @GetMapping("/internal/v1/corps/{corpId}")
  CorpFacts get(
      @PathVariable("corpId") CorpId corpId, @RequestParam("tenantId") TenantId tenantId) {
    return new CorpFacts(corps.require(tenantId, corpId).timeZone().getId());
  }

  record CorpFacts(String timeZone) {}
}
