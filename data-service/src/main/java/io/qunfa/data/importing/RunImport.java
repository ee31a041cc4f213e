package io.qunfa.data.importing;

import io.qunfa.data.contact.Contacts;
import java.io.IOException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;

/**
 * Takes one claimed import from where it stands to its end, batch by batch. A batch's rows and the
 * progress commit together, so that whoever goes on after a crash neither misses nor repeats one.
 */
@Component
final class RunImport {
  private static final Logger log = LoggerFactory.getLogger(RunImport.class);

  private static final int SKIPPED_AT_ONCE = 5000;

  /** Two counts over an index, of tens of millions of rows at the most. */
  private static final Duration COUNTING = Duration.ofMinutes(10);

  private final Imports imports;
  private final SpoolFolder spool;
  private final WriteBatch writeBatch;
  private final Contacts contacts;
  private final Map<ImportKind, BatchWriter> writers;
  private final InstantSource time;

  RunImport(
      Imports imports,
      SpoolFolder spool,
      WriteBatch writeBatch,
      Contacts contacts,
      Map<ImportKind, BatchWriter> writers,
      InstantSource time) {
    this.imports = imports;
    this.spool = spool;
    this.writeBatch = writeBatch;
    this.contacts = contacts;
    this.writers = writers;
    this.time = time;
  }

  void run(ImportJob job) throws IOException {
    try {
      readAll(job);
      finish(job);
      log.info("Import {} is done", job.importId());
    } catch (UnusableFile unusable) {
      String reason = String.valueOf(unusable.getMessage());
      imports.failed(job, reason, time.instant());
      log.info("Import {} failed: {}", job.importId(), reason);
    }
    spool.delete(job.spoolFile());
  }

  private void readAll(ImportJob job) throws IOException {
    BatchWriter writer = writer(job);
    try (CsvFile file = CsvFile.open(spool.path(job.spoolFile()), writer.columns())) {
      skip(file, job);
      long rejected = job.rejectedDone();
      for (List<CsvRow> rows = file.next(writeBatch.size());
          !rows.isEmpty();
          rows = file.next(writeBatch.size())) {
        rejected += writeBatch.write(job, writer, rows, rejected).rejected();
      }
    }
  }

  private void skip(CsvFile file, ImportJob job) {
    for (long skipped = 0; skipped < job.rowsDone(); ) {
      int rows = file.next((int) Math.min(SKIPPED_AT_ONCE, job.rowsDone() - skipped)).size();
      if (rows == 0) {
        throw new UnusableFile(
            "The stored upload ends before record "
                + job.rowsDone()
                + ", which was imported already: the disk has lost a part of it. Import the file again: what is in already is found and left alone.");
      }
      skipped += rows;
      writeBatch.renewLease(job);
    }
  }

  private BatchWriter writer(ImportJob job) {
    BatchWriter writer = writers.get(job.kind());
    if (writer == null) {
      throw new IllegalStateException("nothing writes " + job.kind());
    }
    return writer;
  }

  private void finish(ImportJob job) {
    if (job.kind() == ImportKind.CONTACTS) {
      imports.renew(job, time.instant().plus(COUNTING));
      long all = contacts.contactsOf(job.tenantId(), job.corpId());
      long relations = contacts.relationsOf(job.tenantId(), job.corpId());
      imports.done(job, all, relations, time.instant());
    } else {
      imports.done(job, null, null, time.instant());
    }
  }
}
