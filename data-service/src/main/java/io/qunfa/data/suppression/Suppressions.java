package io.qunfa.data.suppression;

import io.qunfa.ids.CorpId;
import io.qunfa.ids.TenantId;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** The do-not-send list of each corp. Holds ids whether or not they are contacts yet. */
@Component
public final class Suppressions {
  private final JdbcTemplate batches;
  private final JdbcClient jdbc;

  Suppressions(JdbcTemplate batches) {
    this.batches = batches;
    this.jdbc = JdbcClient.create(batches);
  }

  /**
   * Adds entries; the reason of a later row replaces the earlier one. Belongs into a transaction.
   *
   * @return how many of the rows only repeat an earlier row of the same import
   */
  public int put(TenantId tenant, CorpId corp, long importId, List<SuppressionRow> rows) {
    Map<String, String> given = givenBy(tenant, corp, importId, rows);
    int repeats = 0;
    Map<String, String> changed = new TreeMap<>();
    for (SuppressionRow row : rows) {
      if (row.reason().equals(given.put(row.externalUserId(), row.reason()))) {
        repeats++;
      } else {
        changed.put(row.externalUserId(), row.reason());
      }
    }
    moveMark(tenant, corp);
    batches.batchUpdate(
        """
        insert into suppression (tenant_id, corp_id, external_userid, reason, import_id)
        values (?, ?, ?, ?, ?)
        on duplicate key update reason = values(reason), import_id = values(import_id)
        """,
        changed.entrySet().stream()
            .map(
                each ->
                    new Object[] {
                      tenant.value(), corp.value(), each.getKey(), each.getValue(), importId
                    })
            .toList());
    return repeats;
  }

  /** Grows with every entry. Who reads the mark first has seen all entries up to it. */
  public long mark(TenantId tenant, CorpId corp) {
    return jdbc.sql(
            "select mark from suppression_mark where tenant_id = :tenant and corp_id = :corp")
        .param("tenant", tenant.value())
        .param("corp", corp.value())
        .query(Long.class)
        .optional()
        .orElse(0L);
  }

  private void moveMark(TenantId tenant, CorpId corp) {
    jdbc.sql(
            """
            insert into suppression_mark (tenant_id, corp_id, mark) values (:tenant, :corp, 1)
            on duplicate key update mark = mark + 1
            """)
        .param("tenant", tenant.value())
        .param("corp", corp.value())
        .update();
  }

  private Map<String, String> givenBy(
      TenantId tenant, CorpId corp, long importId, List<SuppressionRow> rows) {
    Map<String, String> given = new TreeMap<>();
    jdbc.sql(
            """
            select external_userid, reason from suppression
            where tenant_id = :tenant and corp_id = :corp and external_userid in (:ids)
              and import_id = :import
            """)
        .param("tenant", tenant.value())
        .param("corp", corp.value())
        .param("import", importId)
        .param("ids", rows.stream().map(SuppressionRow::externalUserId).collect(Collectors.toSet()))
        .query(
            row -> {
              given.put(row.getString(1), row.getString(2));
            });
    return given;
  }
}
