package io.qunfa.data.importing;

import io.qunfa.idempotency.Idempotency;
import io.qunfa.identity.Caller;
import io.qunfa.ids.CorpId;
import io.qunfa.problem.Problem;
import io.swagger.v3.oas.annotations.Operation;
import java.io.IOException;
import java.net.URI;
import org.jspecify.annotations.Nullable;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.multipart.MultipartFile;

@RestController
class ImportController {
  private final AcceptUpload acceptUpload;
  private final Imports imports;

  ImportController(AcceptUpload acceptUpload, Imports imports) {
    this.acceptUpload = acceptUpload;
    this.imports = imports;
  }

  @Operation(summary = "Import a CSV export of customers; read in the background")
  @PostMapping(path = "/api/v1/contacts:import", consumes = MediaType.MULTIPART_FORM_DATA_VALUE)
  ResponseEntity<ImportAccepted> contacts(
      Caller caller,
      @RequestParam CorpId corpId,
      @RequestParam("file") MultipartFile file,
      @RequestHeader(name = Idempotency.HEADER, required = false) @Nullable String key)
      throws IOException {
    return accepted(acceptUpload.accept(caller.tenantId(), corpId, ImportKind.CONTACTS, file, key));
  }

  @Operation(summary = "Import a CSV list of customers who must not be written to")
  @PostMapping(path = "/api/v1/suppressions:import", consumes = MediaType.MULTIPART_FORM_DATA_VALUE)
  ResponseEntity<ImportAccepted> suppressions(
      Caller caller,
      @RequestParam CorpId corpId,
      @RequestParam("file") MultipartFile file,
      @RequestHeader(name = Idempotency.HEADER, required = false) @Nullable String key)
      throws IOException {
    return accepted(
        acceptUpload.accept(caller.tenantId(), corpId, ImportKind.SUPPRESSIONS, file, key));
  }

  @Operation(summary = "How far an import is, and which lines were refused why")
  @GetMapping("/api/v1/imports/{importId}")
  ImportStatus status(Caller caller, @PathVariable long importId) {
    return imports
        .status(caller.tenantId(), importId)
        .orElseThrow(() -> Problem.notFound("import", importId));
  }

  private static ResponseEntity<ImportAccepted> accepted(ImportAccepted answer) {
    return ResponseEntity.accepted()
        .location(URI.create("/api/v1/imports/" + answer.importId()))
        .body(answer);
  }
}
