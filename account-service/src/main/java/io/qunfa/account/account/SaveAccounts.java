package io.qunfa.account.account;

import static java.util.stream.Collectors.groupingBy;
import static java.util.stream.Collectors.toList;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.qunfa.account.pool.AccountStatus;
import io.qunfa.account.pool.AlignWarmUps;
import io.qunfa.account.pool.FirstStatus;
import io.qunfa.account.pool.Move;
import io.qunfa.account.pool.WarmUpPlan;
import io.qunfa.ids.AccountId;
import io.qunfa.ids.TenantId;
import java.sql.Timestamp;
import java.time.InstantSource;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.springframework.jdbc.core.namedparam.MapSqlParameterSource;
import org.springframework.jdbc.core.namedparam.NamedParameterJdbcTemplate;
import org.springframework.jdbc.core.namedparam.SqlParameterSource;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/**
 * Stores accounts: new ones are added, known ones (same corp, channel and member) get the
 * credential and those traits that are given, and keep the others and their status. A warm-up plan
 * begins on the day it is first given. Joins the caller's transaction.
 */
@Component
class SaveAccounts {
  private static final int IDS_PER_QUERY = 1000;

  private static final String INSERT =
      """
      insert into account
        (tenant_id, corp_id, channel, member_userid, credential_id, status, daily_quota, tags,
          weight, warm_up, warm_up_from, warm_up_ends_at)
      values (:tenant, :corp, :channel, :member, :credential, :first, :quota, :tags,
        :weight, :warmUp, :warmUpFrom, :warmUpEndsAt) as new
      on duplicate key update credential_id = new.credential_id
      """;

  /** MySQL assigns from left to right: warm_up is compared before it is changed. */
  private static final String NEW_PLAN =
      """
      , warm_up_from = if(new.warm_up <=> account.warm_up, account.warm_up_from, new.warm_up_from)
      , warm_up_ends_at = if(new.warm_up <=> account.warm_up,
          account.warm_up_ends_at, new.warm_up_ends_at)
      , warm_up = new.warm_up
      """;

  private final NamedParameterJdbcTemplate jdbc;
  private final FirstStatus firstStatus;
  private final AlignWarmUps alignWarmUps;
  private final ObjectMapper json;
  private final AccountSettings settings;
  private final InstantSource time;

  SaveAccounts(
      NamedParameterJdbcTemplate jdbc,
      FirstStatus firstStatus,
      AlignWarmUps alignWarmUps,
      ObjectMapper json,
      AccountSettings settings,
      InstantSource time) {
    this.jdbc = jdbc;
    this.firstStatus = firstStatus;
    this.alignWarmUps = alignWarmUps;
    this.json = json;
    this.settings = settings;
    this.time = time;
  }

  /**
   * @param first the status of those that are new
   * @return the ids in the order of the accounts
   */
  @Transactional
  public List<AccountId> save(
      TenantId tenant, List<CheckedAccount> accounts, AccountStatus first, Move.Why why) {
    Map<CheckedAccount.Identity, AccountId> known = ids(tenant, accounts);
    // One statement for all that give the same traits, so that the driver sends them as one.
    Map<String, List<CheckedAccount>> alike =
        accounts.stream()
            .collect(groupingBy(each -> changes(each.traits()), LinkedHashMap::new, toList()));
    alike.forEach(
        (changes, some) ->
            jdbc.batchUpdate(
                INSERT + changes,
                some.stream()
                    .map(account -> row(tenant, account, first))
                    .toArray(SqlParameterSource[]::new)));
    Map<CheckedAccount.Identity, AccountId> ids = ids(tenant, accounts);
    List<AccountId> ordered = new ArrayList<>(accounts.size());
    List<AccountId> added = new ArrayList<>();
    for (CheckedAccount account : accounts) {
      AccountId id = ids.get(account.identity());
      if (id == null) {
        throw new IllegalStateException("an account that was just stored is not there");
      }
      ordered.add(id);
      if (!known.containsKey(account.identity())) {
        added.add(id);
      }
    }
    firstStatus.note(tenant, added, first, why);
    alignWarmUps.align(tenant, ordered, why.actor());
    return ordered;
  }

  private Map<CheckedAccount.Identity, AccountId> ids(
      TenantId tenant, List<CheckedAccount> accounts) {
    Map<CheckedAccount.Identity, AccountId> ids = new HashMap<>();
    for (int from = 0; from < accounts.size(); from += IDS_PER_QUERY) {
      readIds(tenant, accounts.subList(from, Math.min(accounts.size(), from + IDS_PER_QUERY)), ids);
    }
    return ids;
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

  /** What a known account gets beside the credential. */
  private static String changes(GivenTraits traits) {
    return (traits.dailyQuota() == null ? "" : ", daily_quota = new.daily_quota\n")
        + (traits.tags() == null ? "" : ", tags = new.tags\n")
        + (traits.weight() == null ? "" : ", weight = new.weight\n")
        + (traits.warmUp() == null && !traits.endsWarmUp() ? "" : NEW_PLAN);
  }

  private SqlParameterSource row(TenantId tenant, CheckedAccount account, AccountStatus first) {
    GivenTraits traits = account.traits();
    WarmUpPlan plan = traits.warmUp();
    LocalDate today = LocalDate.ofInstant(time.instant(), account.zone());
    return new MapSqlParameterSource()
        .addValue("tenant", tenant.value())
        .addValue("corp", account.identity().corpId().value())
        .addValue("channel", account.identity().channel().text())
        .addValue("member", account.identity().memberUserid())
        .addValue("credential", account.credentialId().value())
        .addValue("first", first.name())
        .addValue(
            "quota", Objects.requireNonNullElse(traits.dailyQuota(), settings.defaultDailyQuota()))
        .addValue("tags", text(Objects.requireNonNullElse(traits.tags(), List.of())))
        .addValue("weight", Objects.requireNonNullElse(traits.weight(), CheckTraits.USUAL_WEIGHT))
        .addValue("warmUp", plan == null ? null : plan.text())
        .addValue("warmUpFrom", plan == null ? null : today)
        .addValue(
            "warmUpEndsAt",
            plan == null
                ? null
                : Timestamp.from(plan.endsOn(today).atStartOfDay(account.zone()).toInstant()));
  }

  private String text(List<String> tags) {
    try {
      return json.writeValueAsString(tags);
    } catch (JsonProcessingException impossible) {
      throw new IllegalStateException(impossible);
    }
  }
}
