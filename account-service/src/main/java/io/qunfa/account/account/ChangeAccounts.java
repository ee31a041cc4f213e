package io.qunfa.account.account;

import io.qunfa.account.credential.Credentials;
import io.qunfa.account.pool.AlignWarmUps;
import io.qunfa.account.pool.WarmUpPlan;
import io.qunfa.ids.AccountId;
import io.qunfa.ids.CorpId;
import io.qunfa.ids.CredentialId;
import io.qunfa.ids.TenantId;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/** Changes accounts by id, all or none. Their status is another matter, see the orders. */
@Component
class ChangeAccounts {
  private final Accounts accounts;
  private final Credentials credentials;
  private final CheckTraits check;
  private final WriteChanges write;
  private final AlignWarmUps alignWarmUps;
  private final AccountSettings settings;

  ChangeAccounts(
      Accounts accounts,
      Credentials credentials,
      CheckTraits check,
      WriteChanges write,
      AlignWarmUps alignWarmUps,
      AccountSettings settings) {
    this.accounts = accounts;
    this.credentials = credentials;
    this.check = check;
    this.write = write;
    this.alignWarmUps = alignWarmUps;
    this.settings = settings;
  }

  /** The ids in the order of the changes. Throws the problem for the caller if any is unfit. */
  @Transactional
  public List<AccountId> change(
      TenantId tenant, List<@Nullable AccountChange> changes, String actor) {
    settings.requireBatch(changes.size());
    Findings findings = new Findings();
    Map<AccountId, Account> known =
        accounts.byId(
            tenant,
            changes.stream()
                .filter(Objects::nonNull)
                .map(AccountChange::accountId)
                .filter(Objects::nonNull)
                .toList());
    Map<CorpId, Map<String, CredentialId>> names = new HashMap<>();
    Set<AccountId> seen = new HashSet<>();
    List<CheckedChange> checked = new ArrayList<>(changes.size());
    for (int index = 0; index < changes.size(); index++) {
      String at = changes.size() == 1 ? "" : "/" + index;
      AccountChange change = changes.get(index);
      Account account =
          change == null || change.accountId() == null ? null : known.get(change.accountId());
      if (change == null || account == null) {
        findings.add(at + "/accountId", "there is no such account");
      } else if (seen.add(account.accountId())) {
        Map<String, CredentialId> ofCorp =
            names.computeIfAbsent(account.corpId(), corp -> credentials.byName(tenant, corp));
        checked.add(checked(account, change, ofCorp, findings, at));
      } else {
        findings.add(at + "/accountId", "stands twice in the batch");
      }
    }
    findings.refuseIfAny();
    write.write(tenant, checked);
    List<AccountId> ids = checked.stream().map(change -> change.account().accountId()).toList();
    alignWarmUps.align(tenant, ids, actor);
    return ids;
  }

  private CheckedChange checked(
      Account account,
      AccountChange change,
      Map<String, CredentialId> names,
      Findings findings,
      String at) {
    Traits old = account.traits();
    Integer quota = check.quota(change.dailyQuota(), findings, at);
    Integer weight = check.weight(change.weight(), findings, at);
    List<String> tags = check.tags(change.tags(), findings, at);
    WarmUpPlan plan = check.warmUp(change.warmUp(), findings, at);
    CredentialId credential = account.credentialId();
    if (change.credential() != null) {
      CredentialId named = names.get(change.credential());
      if (named == null) {
        findings.add(
            at + "/credential",
            "corp " + account.corpId() + " has no credential \"" + change.credential() + "\"");
      } else {
        credential = named;
      }
    }
    return new CheckedChange(
        account,
        credential,
        new Traits(
            quota == null ? old.dailyQuota() : quota,
            tags == null ? old.tags() : tags,
            weight == null ? old.weight() : weight,
            change.warmUp() == null ? old.warmUp() : plan));
  }

  /**
   * @param account as it stood
   */
  record CheckedChange(Account account, CredentialId credentialId, Traits traits) {
    boolean changesPlan() {
      return !Objects.equals(account.traits().warmUp(), traits.warmUp());
    }
  }
}
