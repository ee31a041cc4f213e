package io.qunfa.account.permit;

import io.qunfa.ids.CorpId;
import io.qunfa.ids.TenantId;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/**
 * Remembers in MySQL that a corp's limiter has begun to count. From then on its marker must be in
 * Redis; a missing marker means that Redis lost what was counted, and the limiter stays closed
 * until no earlier call can be in the window any more.
 *
 * <p>Not covered: a loss within seconds of the very first permit, the last second before a crash of
 * Redis (its file is flushed once a second), and the daily counts, which start from zero after a
 * loss until they are rebuilt from the ledger.
 */
@Component
class StartedLimiters {
  private final JdbcClient jdbc;

  StartedLimiters(JdbcClient jdbc) {
    this.jdbc = jdbc;
  }

  /** True until {@link #begun} has been said of the corp. */
  boolean isNew(TenantId tenant, CorpId corp) {
    return jdbc.sql(
                """
                select count(*) from corp
                where tenant_id = :tenant and corp_id = :corp and limiter_started_at is null
                """)
            .param("tenant", tenant.value())
            .param("corp", corp.value())
            .query(Long.class)
            .single()
        > 0;
  }

  /**
   * Said after a permit was granted, so the marker is in Redis by now. Saying it again is nothing.
   */
  void begun(TenantId tenant, CorpId corp) {
    jdbc.sql(
            """
            update corp set limiter_started_at = current_timestamp(3)
            where tenant_id = :tenant and corp_id = :corp and limiter_started_at is null
            """)
        .param("tenant", tenant.value())
        .param("corp", corp.value())
        .update();
  }
}
