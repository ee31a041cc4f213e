package io.qunfa.account.account;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.qunfa.channel.Channel;
import io.qunfa.ids.AccountId;
import io.qunfa.ids.CorpId;
import io.qunfa.ids.TenantId;
import io.qunfa.problem.Problem;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** Reads accounts. */
@Component
class Accounts {
  private final JdbcClient jdbc;
  private final ObjectMapper json;

  Accounts(JdbcClient jdbc, ObjectMapper json) {
    this.jdbc = jdbc;
    this.json = json;
  }

  Account require(TenantId tenant, AccountId id) {
    return jdbc.sql("select * from account where tenant_id = :tenant and id = :id")
        .param("tenant", tenant.value())
        .param("id", id.value())
        .query((row, number) -> AccountRow.toAccount(row, json))
        .optional()
        .orElseThrow(() -> Problem.notFound("account", id));
  }

  /** By ascending id. A null corp or channel does not restrict. */
  List<Account> after(
      TenantId tenant, @Nullable CorpId corp, @Nullable Channel channel, long id, int limit) {
    return jdbc.sql(
            """
            select * from account
            where tenant_id = :tenant and id > :after
              and (:corp is null or corp_id = :corp)
              and (:channel is null or channel = :channel)
            order by id limit :limit
            """)
        .param("tenant", tenant.value())
        .param("after", id)
        .param("corp", corp == null ? null : corp.value())
        .param("channel", channel == null ? null : channel.text())
        .param("limit", limit)
        .query((row, number) -> AccountRow.toAccount(row, json))
        .list();
  }

  /** All accounts of a corp on a channel, whatever their status. */
  List<Account> of(TenantId tenant, CorpId corp, Channel channel) {
    return after(tenant, corp, channel, 0, Integer.MAX_VALUE);
  }
}
