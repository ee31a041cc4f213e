package io.qunfa.data.importing;

import io.qunfa.ids.CorpId;
import io.qunfa.ids.TenantId;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.support.GeneratedKeyHolder;
import org.springframework.stereotype.Component;

/** The rows of {@code import}. Every change by a runner requires that it still holds the lease. */
@Component
final class Imports {
  private final JdbcTemplate batches;
  private final JdbcClient jdbc;

  Imports(JdbcTemplate batches) {
    this.batches = batches;
    this.jdbc = JdbcClient.create(batches);
  }

  long create(TenantId tenant, CorpId corp, ImportKind kind, String spoolFile, Instant now) {
    GeneratedKeyHolder key = new GeneratedKeyHolder();
    jdbc.sql(
            """
            insert into import (tenant_id, corp_id, kind, status, spool_file, lease_until, created_at)
            values (:tenant, :corp, :kind, 'QUEUED', :file, :now, :now)
            """)
        .param("tenant", tenant.value())
        .param("corp", corp.value())
        .param("kind", kind.name())
        .param("file", spoolFile)
        .param("now", Timestamp.from(now))
        .update(key, "import_id");
    Number made = key.getKey();
    if (made == null) {
      throw new IllegalStateException("MySQL gave no import id");
    }
    return made.longValue();
  }

  Optional<ImportStatus> status(TenantId tenant, long importId) {
    List<ImportStatus.Rejection> rejections =
        jdbc.sql(
                """
                select line, reason from import_rejection
                where tenant_id = :tenant and import_id = :import order by line limit :max
                """)
            .param("tenant", tenant.value())
            .param("import", importId)
            .param("max", ImportStatus.MAX_LISTED)
            .query((row, number) -> new ImportStatus.Rejection(row.getLong(1), row.getString(2)))
            .list();
    return jdbc.sql(
            """
            select import_id, status, row_count, imported, duplicates, rejected, contacts, relations,
              reason
            from import where tenant_id = :tenant and import_id = :import
            """)
        .param("tenant", tenant.value())
        .param("import", importId)
        .query((row, number) -> status(row, rejections))
        .optional();
  }

  /**
   * Imports that nobody works on, oldest first; of each corp and kind only the first, and none
   * where one is running: two files of one corp are taken in one after the other.
   */
  List<ImportJob> idle(Instant now) {
    return jdbc.sql(
            """
            select import_id, tenant_id, corp_id, kind, spool_file, claim, row_count, rejected from import i
            where status in ('QUEUED', 'RUNNING') and lease_until <= :now
              and not exists (
                select 1 from import earlier
                where earlier.status in ('QUEUED', 'RUNNING')
                  and earlier.tenant_id = i.tenant_id and earlier.corp_id = i.corp_id
                  and earlier.kind = i.kind and earlier.import_id < i.import_id)
            order by import_id
            limit 100
            """)
        .param("now", Timestamp.from(now))
        .query((row, number) -> job(row))
        .list();
  }

  /** Queued imports whose file is here are not given up, however long they wait for their turn. */
  void keepWaiting(Collection<String> spoolFiles, Instant now) {
    if (!spoolFiles.isEmpty()) {
      jdbc.sql(
              """
              update import set lease_until = :now
              where status = 'QUEUED' and spool_file in (:files) and lease_until < :now
              """)
          .param("now", Timestamp.from(now))
          .param("files", spoolFiles)
          .update();
    }
  }

  /** Those of the spool files that an unfinished import needs. */
  Set<String> needed(Collection<String> spoolFiles) {
    return spoolFiles.isEmpty()
        ? Set.of()
        : Set.copyOf(
            jdbc.sql(
                    """
                    select spool_file from import
                    where status in ('QUEUED', 'RUNNING') and spool_file in (:files)
                    """)
                .param("files", spoolFiles)
                .query(String.class)
                .list());
  }

  /**
   * @return empty if another process was faster
   */
  Optional<ImportJob> claim(ImportJob idle, Instant now, Instant leaseUntil) {
    int claimed =
        jdbc.sql(
                """
                update import set status = 'RUNNING', claim = :claim, lease_until = :until
                where import_id = :import and status in ('QUEUED', 'RUNNING') and lease_until <= :now
                """)
            .param("claim", UUID.randomUUID().toString())
            .param("until", Timestamp.from(leaseUntil))
            .param("import", idle.importId())
            .param("now", Timestamp.from(now))
            .update();
    if (claimed == 0) {
      return Optional.empty();
    }
    return jdbc.sql(
            """
            select import_id, tenant_id, corp_id, kind, spool_file, claim, row_count, rejected from import
            where import_id = :import
            """)
        .param("import", idle.importId())
        .query((row, number) -> job(row))
        .optional();
  }

  /** Belongs into the transaction of the rows. */
  void advance(ImportJob job, BatchResult result, Instant leaseUntil) {
    requireHeld(
        job,
        jdbc.sql(
                """
                update import
                set row_count = row_count + :rows, imported = imported + :imported,
                  duplicates = duplicates + :duplicates, rejected = rejected + :rejected,
                  lease_until = :until
                where import_id = :import and status = 'RUNNING' and claim = :claim
                """)
            .param("rows", result.rows())
            .param("imported", result.imported())
            .param("duplicates", result.duplicates())
            .param("rejected", result.rejected())
            .param("until", Timestamp.from(leaseUntil))
            .param("import", job.importId())
            .param("claim", job.claim())
            .update());
  }

  /** Work that shows no progress in rows still shows that it goes on. */
  void renew(ImportJob job, Instant leaseUntil) {
    requireHeld(
        job,
        jdbc.sql(
                """
                update import set lease_until = :until
                where import_id = :import and status = 'RUNNING' and claim = :claim
                """)
            .param("until", Timestamp.from(leaseUntil))
            .param("import", job.importId())
            .param("claim", job.claim())
            .update());
  }

  void keepRejections(ImportJob job, List<ImportStatus.Rejection> rejections) {
    if (!rejections.isEmpty()) {
      batches.batchUpdate(
          "insert into import_rejection (tenant_id, import_id, line, reason) values (?, ?, ?, ?)",
          rejections.stream()
              .map(
                  each ->
                      new Object[] {
                        job.tenantId().value(), job.importId(), each.line(), each.reason()
                      })
              .toList());
    }
  }

  void done(ImportJob job, @Nullable Long contacts, @Nullable Long relations, Instant now) {
    requireHeld(
        job,
        jdbc.sql(
                """
                update import
                set status = 'DONE', contacts = :contacts, relations = :relations, ended_at = :now
                where import_id = :import and status = 'RUNNING' and claim = :claim
                """)
            .param("contacts", contacts)
            .param("relations", relations)
            .param("now", Timestamp.from(now))
            .param("import", job.importId())
            .param("claim", job.claim())
            .update());
  }

  void failed(ImportJob job, String reason, Instant now) {
    requireHeld(
        job,
        jdbc.sql(
                """
                update import set status = 'FAILED', reason = :reason, ended_at = :now
                where import_id = :import and status = 'RUNNING' and claim = :claim
                """)
            .param("reason", reason)
            .param("now", Timestamp.from(now))
            .param("import", job.importId())
            .param("claim", job.claim())
            .update());
  }

  /**
   * Ends imports whose lease ran out so long ago that no process can have their file. Found first
   * and then changed by key, so that nothing is locked that somebody works on.
   */
  int giveUp(Instant leaseBefore, String reason, Instant now) {
    List<Long> abandoned =
        jdbc.sql(
                """
                select import_id from import
                where status in ('QUEUED', 'RUNNING') and lease_until < :before
                """)
            .param("before", Timestamp.from(leaseBefore))
            .query(Long.class)
            .list();
    int ended = 0;
    for (long importId : abandoned) {
      ended +=
          jdbc.sql(
                  """
                  update import set status = 'FAILED', reason = :reason, ended_at = :now
                  where import_id = :import and status in ('QUEUED', 'RUNNING')
                    and lease_until < :before
                  """)
              .param("reason", reason)
              .param("now", Timestamp.from(now))
              .param("import", importId)
              .param("before", Timestamp.from(leaseBefore))
              .update();
    }
    return ended;
  }

  private static void requireHeld(ImportJob job, int changed) {
    if (changed != 1) {
      throw new LeaseLost(job.importId());
    }
  }

  private static ImportJob job(ResultSet row) throws SQLException {
    return new ImportJob(
        row.getLong("import_id"),
        new TenantId(row.getLong("tenant_id")),
        new CorpId(row.getString("corp_id")),
        ImportKind.valueOf(row.getString("kind")),
        row.getString("spool_file"),
        row.getString("claim"),
        row.getLong("row_count"),
        row.getLong("rejected"));
  }

  private static ImportStatus status(ResultSet row, List<ImportStatus.Rejection> rejections)
      throws SQLException {
    return new ImportStatus(
        row.getString("import_id"),
        ImportStatus.Phase.valueOf(row.getString("status")),
        row.getLong("row_count"),
        row.getLong("imported"),
        row.getLong("duplicates"),
        row.getLong("rejected"),
        rejections,
        row.getObject("contacts", Long.class),
        row.getObject("relations", Long.class),
        row.getString("reason"));
  }
}
