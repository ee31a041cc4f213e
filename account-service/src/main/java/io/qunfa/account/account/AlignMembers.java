package io.qunfa.account.account;

import static java.util.stream.Collectors.toMap;

import io.qunfa.account.corp.Corp;
import io.qunfa.account.pool.AccountStatus;
import io.qunfa.account.pool.MemberMoves;
import io.qunfa.channel.Channel;
import io.qunfa.ids.CredentialId;
import io.qunfa.ids.TenantId;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/**
 * Brings the accounts of a corp on one channel in line with its members: those without one get one,
 * those who left go offline, and those whom that made offline and who are back go on as before.
 * Nobody else is touched, and doing it again changes nothing.
 */
@Component
public class AlignMembers {
  private final Accounts accounts;
  private final SaveAccounts save;
  private final MemberMoves moves;
  private final CheckTraits check;

  AlignMembers(Accounts accounts, SaveAccounts save, MemberMoves moves, CheckTraits check) {
    this.accounts = accounts;
    this.save = save;
    this.moves = moves;
    this.check = check;
  }

  @Transactional
  public Counts align(
      TenantId tenant, Corp corp, Set<String> members, NewMembers fresh, String actor) {
    GivenTraits traits = traits(fresh.traits());
    Map<String, Account> known =
        accounts.of(tenant, corp.corpId(), fresh.channel()).stream()
            .collect(toMap(Account::memberUserid, Function.identity()));
    List<CheckedAccount> missing =
        members.stream()
            .filter(member -> !known.containsKey(member))
            .map(
                member ->
                    new CheckedAccount(
                        new CheckedAccount.Identity(corp.corpId(), fresh.channel(), member),
                        fresh.credentialId(),
                        traits,
                        corp.timeZone()))
            .toList();
    if (!missing.isEmpty()) {
      save.save(
          tenant, missing, fresh.status(), MemberMoves.why(actor, "the member has no account"));
    }
    int left =
        moves.left(
            tenant,
            known.values().stream()
                .filter(account -> !members.contains(account.memberUserid()))
                .map(Account::accountId)
                .toList(),
            actor);
    int returned =
        moves.returned(
            tenant,
            known.values().stream()
                .filter(account -> members.contains(account.memberUserid()))
                .filter(account -> account.standing().status() == AccountStatus.OFFLINE)
                .map(Account::accountId)
                .toList(),
            actor);
    return new Counts(members.size(), missing.size(), left, returned);
  }

  /** Throws the problem for the caller if new members cannot get these. */
  public void requireFit(NewAccount traits) {
    traits(traits);
  }

  /** What {@link #align} would take out of the pool. */
  public Leaving leaving(TenantId tenant, Corp corp, Channel channel, Set<String> members) {
    List<Account> all = accounts.of(tenant, corp.corpId(), channel);
    List<Account> inPool =
        all.stream().filter(account -> MemberMoves.mayLeave(account.standing().status())).toList();
    long leaving =
        inPool.stream().filter(account -> !members.contains(account.memberUserid())).count();
    return new Leaving((int) leaving, inPool.size(), all.size());
  }

  private GivenTraits traits(NewAccount given) {
    Findings findings = new Findings();
    GivenTraits traits = check.traits(given, findings, "");
    findings.refuseIfAny();
    return traits;
  }

  /**
   * What members get who have no account yet.
   *
   * @param status in which their accounts begin
   */
  public record NewMembers(
      Channel channel, CredentialId credentialId, AccountStatus status, NewAccount traits) {}

  /**
   * @param leaving accounts in the pool whose member is no longer listed
   * @param inPool accounts that could leave
   * @param accounts all of the channel
   */
  public record Leaving(int leaving, int inPool, int accounts) {}

  /**
   * @param left accounts that went offline because their member is no longer listed
   * @param returned accounts that this had made offline and that go on now
   */
  public record Counts(int members, int added, int left, int returned) {}
}
