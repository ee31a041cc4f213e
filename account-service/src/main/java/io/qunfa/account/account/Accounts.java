package io.qunfa.account.account;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.qunfa.channel.Channel;
import io.qunfa.ids.AccountId;
import io.qunfa.ids.CorpId;
import io.qunfa.ids.TenantId;
import io.qunfa.problem.Problem;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** Reads accounts. */
@Component
class Accounts {
  private static final String ACCOUNT =
      """
      select a.*, c.time_zone,
        exists (
          select 1 from kill_switch k
          where k.tenant_id = a.tenant_id and k.corp_id in ('', a.corp_id)) stopped
      from account a join corp c on c.tenant_id = a.tenant_id and c.corp_id = a.corp_id
      """;

  private static final int IDS_PER_QUERY = 1000;

  private final JdbcClient jdbc;
  private final ObjectMapper json;
  private final InstantSource time;

  Accounts(JdbcClient jdbc, ObjectMapper json, InstantSource time) {
    this.jdbc = jdbc;
    this.json = json;
    this.time = time;
  }

  Account require(TenantId tenant, AccountId id) {
    return jdbc.sql(ACCOUNT + "where a.tenant_id = :tenant and a.id = :id")
        .param("tenant", tenant.value())
        .param("id", id.value())
        .query(this::account)
        .optional()
        .orElseThrow(() -> Problem.notFound("account", id));
  }

  /** By ascending id. A null corp or channel does not restrict. */
  List<Account> after(
      TenantId tenant, @Nullable CorpId corp, @Nullable Channel channel, long id, int limit) {
    return jdbc.sql(
            ACCOUNT
                + """
                where a.tenant_id = :tenant and a.id > :after
                  and (:corp is null or a.corp_id = :corp)
                  and (:channel is null or a.channel = :channel)
                order by a.id limit :limit
                """)
        .param("tenant", tenant.value())
        .param("after", id)
        .param("corp", corp == null ? null : corp.value())
        .param("channel", channel == null ? null : channel.text())
        .param("limit", limit)
        .query(this::account)
        .list();
  }

  /** All accounts of a corp on a channel, whatever their status. */
  List<Account> of(TenantId tenant, CorpId corp, Channel channel) {
    return after(tenant, corp, channel, 0, Integer.MAX_VALUE);
  }

  /** Those of these members, found by key one after the other, however many the corp has. */
  List<Account> ofMembers(TenantId tenant, CorpId corp, Channel channel, List<String> members) {
    return members.isEmpty()
        ? List.of()
        : jdbc.sql(
                ACCOUNT
                    + """
                    where a.tenant_id = :tenant and a.corp_id = :corp and a.channel = :channel
                      and a.member_userid in (:members)
                    """)
            .param("tenant", tenant.value())
            .param("corp", corp.value())
            .param("channel", channel.text())
            .param("members", members)
            .query(this::account)
            .list();
  }

  /** Those that do not exist are left out. */
  Map<AccountId, Account> byId(TenantId tenant, List<AccountId> ids) {
    Map<AccountId, Account> found = new HashMap<>();
    for (int from = 0; from < ids.size(); from += IDS_PER_QUERY) {
      jdbc.sql(ACCOUNT + "where a.tenant_id = :tenant and a.id in (:ids)")
          .param("tenant", tenant.value())
          .param(
              "ids",
              ids.subList(from, Math.min(ids.size(), from + IDS_PER_QUERY)).stream()
                  .map(AccountId::value)
                  .toList())
          .query(this::account)
          .list()
          .forEach(account -> found.put(account.accountId(), account));
    }
    return found;
  }

  private Account account(ResultSet row, int number) throws SQLException {
    return AccountRow.toAccount(row, json, time.instant());
  }
}
