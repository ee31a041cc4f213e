package io.qunfa.account.account;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.qunfa.ids.AccountId;
import io.qunfa.ids.TenantId;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.springframework.jdbc.core.namedparam.MapSqlParameterSource;
import org.springframework.jdbc.core.namedparam.NamedParameterJdbcTemplate;
import org.springframework.jdbc.core.namedparam.SqlParameterSource;
import org.springframework.stereotype.Component;

/**
 * Stores accounts in one batch: new ones are added, known ones (same corp, channel and member) get
 * the credential, quota and tags of the request and keep their status. Joins the caller's
 * transaction.
 */
@Component
class SaveAccounts {
  private static final int IDS_PER_QUERY = 1000;

  private final NamedParameterJdbcTemplate jdbc;
  private final ObjectMapper json;

  SaveAccounts(NamedParameterJdbcTemplate jdbc, ObjectMapper json) {
    this.jdbc = jdbc;
    this.json = json;
  }

  /** The ids in the order of the accounts. */
  List<AccountId> save(TenantId tenant, List<CheckedAccount> accounts) {
    SqlParameterSource[] rows =
        accounts.stream().map(account -> row(tenant, account)).toArray(SqlParameterSource[]::new);
    jdbc.batchUpdate(
        """
        insert into account
          (tenant_id, corp_id, channel, member_userid, credential_id, status, daily_quota, tags)
        values (:tenant, :corp, :channel, :member, :credential, 'ACTIVE', :quota, :tags) as new
        on duplicate key update
          credential_id = new.credential_id, daily_quota = new.daily_quota, tags = new.tags
        """,
        rows);
    Map<CheckedAccount.Identity, AccountId> ids = new HashMap<>();
    for (int from = 0; from < accounts.size(); from += IDS_PER_QUERY) {
      readIds(tenant, accounts.subList(from, Math.min(accounts.size(), from + IDS_PER_QUERY)), ids);
    }
    List<AccountId> ordered = new ArrayList<>(accounts.size());
    for (CheckedAccount account : accounts) {
      AccountId id = ids.get(account.identity());
      if (id == null) {
        throw new IllegalStateException("an account that was just stored is not there");
      }
      ordered.add(id);
    }
    return ordered;
  }

  private void readIds(
      TenantId tenant, List<CheckedAccount> some, Map<CheckedAccount.Identity, AccountId> ids) {
    List<Object[]> identities =
        some.stream()
            .map(CheckedAccount::identity)
            .map(
                identity ->
                    new Object[] {
                      identity.corpId().value(), identity.channel().text(), identity.memberUserid()
                    })
            .toList();
    jdbc.query(
        """
        select id, corp_id, channel, member_userid from account
        where tenant_id = :tenant and (corp_id, channel, member_userid) in (:identities)
        """,
        new MapSqlParameterSource("tenant", tenant.value()).addValue("identities", identities),
        found -> {
          ids.put(AccountRow.identity(found), new AccountId(found.getLong("id")));
        });
  }

  private SqlParameterSource row(TenantId tenant, CheckedAccount account) {
    return new MapSqlParameterSource()
        .addValue("tenant", tenant.value())
        .addValue("corp", account.identity().corpId().value())
        .addValue("channel", account.identity().channel().text())
        .addValue("member", account.identity().memberUserid())
        .addValue("credential", account.credentialId().value())
        .addValue("quota", account.dailyQuota())
        .addValue("tags", text(account.tags()));
  }

  private String text(List<String> tags) {
    try {
      return json.writeValueAsString(tags);
    } catch (JsonProcessingException impossible) {
      throw new IllegalStateException(impossible);
    }
  }
}
