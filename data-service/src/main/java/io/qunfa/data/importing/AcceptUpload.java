package io.qunfa.data.importing;

import io.qunfa.idempotency.Idempotency;
import io.qunfa.ids.CorpId;
import io.qunfa.ids.TenantId;
import java.io.IOException;
import java.time.InstantSource;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import org.springframework.web.multipart.MultipartFile;

/** Keeps an uploaded file and queues its import, once per idempotency key. */
@Component
final class AcceptUpload {
  private final SpoolFolder spool;
  private final Imports imports;
  private final Idempotency idempotency;
  private final RunImports runImports;
  private final InstantSource time;

  AcceptUpload(
      SpoolFolder spool,
      Imports imports,
      Idempotency idempotency,
      RunImports runImports,
      InstantSource time) {
    this.spool = spool;
    this.imports = imports;
    this.idempotency = idempotency;
    this.runImports = runImports;
    this.time = time;
  }

  ImportAccepted accept(
      TenantId tenant, CorpId corp, ImportKind kind, MultipartFile upload, @Nullable String key)
      throws IOException {
    String file = spool.keep(upload);
    boolean queued = false;
    try {
      String hash = key == null ? "" : spool.sha256(file);
      Created created = new Created();
      ImportAccepted answer =
          idempotency.once(
              tenant,
              "import-" + kind.name(),
              key,
              new Request(corp, hash),
              ImportAccepted.class,
              () -> {
                created.importId = imports.create(tenant, corp, kind, file, time.instant());
                return new ImportAccepted(Long.toString(created.importId));
              });
      queued = answer.importId().equals(Long.toString(created.importId));
      return answer;
    } finally {
      if (queued) {
        runImports.wake();
      } else {
        // A repeat of an earlier request, or nothing came of it.
        spool.delete(file);
      }
    }
  }

  /** What makes two uploads the same request. */
  private record Request(CorpId corpId, String sha256) {}

  private static final class Created {
    private long importId;
  }
}
