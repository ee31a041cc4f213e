package io.qunfa.data.contact;

import io.qunfa.identity.Caller;
import io.qunfa.ids.CorpId;
import io.qunfa.paging.Page;
import io.swagger.v3.oas.annotations.Operation;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

@RestController
class ContactController {
  private final ListContacts listContacts;

  ContactController(ListContacts listContacts) {
    this.listContacts = listContacts;
  }

  @Operation(summary = "The customers of a corp, who follows them, and their tags")
  @GetMapping("/api/v1/contacts")
  Page<ContactCard> contacts(
      Caller caller,
      @RequestParam CorpId corpId,
      @RequestParam(defaultValue = "" + Page.DEFAULT_LIMIT) @Min(1) @Max(Page.MAX_LIMIT) int limit,
      @RequestParam(defaultValue = "") String cursor) {
    return listContacts.page(caller.tenantId(), corpId, cursor, limit);
  }
}
