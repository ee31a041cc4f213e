package io.qunfa.account.account;

import io.qunfa.account.corp.Corps;
import io.qunfa.identity.Caller;
import io.qunfa.ids.CorpId;
import io.swagger.v3.oas.annotations.Operation;
import java.io.IOException;
import java.io.InputStream;
import org.springframework.http.MediaType;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.multipart.MultipartFile;

/** A file of accounts: creates what is new, changes what is known. Answers when it is read. */
@RestController
class AccountImportController {
  private final ImportAccounts accounts;
  private final Corps corps;

  AccountImportController(ImportAccounts accounts, Corps corps) {
    this.accounts = accounts;
    this.corps = corps;
  }

  @Operation(
      summary = "Add and change the accounts of a CSV file",
      description =
          "Header: channel,member_userid,credential,daily_quota,weight,tags,warm_up. Tags are apart"
              + " by |, warm_up is percent:days like 5:2 20:2. Of an account that exists, empty"
              + " cells after the credential leave what it has; - in tags or warm_up takes them"
              + " away. A new account gets the usual values.")
  @PostMapping(path = "/api/v1/accounts:import", consumes = MediaType.MULTIPART_FORM_DATA_VALUE)
  ImportAccounts.Result read(
      Caller caller,
      @RequestParam("corpId") CorpId corpId,
      @RequestParam("file") MultipartFile file)
      throws IOException {
    CorpId known = corps.require(caller.tenantId(), corpId).corpId();
    try (InputStream source = file.getInputStream()) {
      return accounts.read(caller.tenantId(), known, source, caller.subject());
    }
  }
}
