package io.qunfa.data.protection;

import io.qunfa.ids.CorpId;
import io.qunfa.ids.TenantId;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.TransactionDefinition;
import org.springframework.transaction.support.TransactionTemplate;

/** Finds contacts whose messages somebody else counts just now. Waits for nobody. */
@Component
public final class FindBusyContacts {
  private static final String ROWS =
      """
      select external_userid from contact_load
      where tenant_id = :tenant and corp_id = :corp and external_userid in (:ids)
      """;

  private final TransactionTemplate dirty;
  private final JdbcClient jdbc;

  FindBusyContacts(PlatformTransactionManager transactions, JdbcClient jdbc) {
    this.dirty = new TransactionTemplate(transactions);
    this.dirty.setIsolationLevel(TransactionDefinition.ISOLATION_READ_UNCOMMITTED);
    this.jdbc = jdbc;
  }

  /**
   * Those whose rows are there, be they not committed yet, and cannot be locked. What it says holds
   * for the moment only.
   */
  public Set<String> among(TenantId tenant, CorpId corp, Collection<String> externalUserIds) {
    return Objects.requireNonNull(
        dirty.execute(
            status -> {
              Set<String> busy = new HashSet<>(rows(ROWS, tenant, corp, externalUserIds));
              if (!busy.isEmpty()) {
                rows(ROWS + "for update skip locked", tenant, corp, busy).forEach(busy::remove);
              }
              return busy;
            }));
  }

  private List<String> rows(String sql, TenantId tenant, CorpId corp, Collection<String> ids) {
    return jdbc.sql(sql)
        .param("tenant", tenant.value())
        .param("corp", corp.value())
        .param("ids", List.copyOf(ids))
        .query(String.class)
        .list();
  }
}
