package io.qunfa.account.membersync;

import io.qunfa.account.account.AlignMembers;
import io.qunfa.account.account.NewAccount;
import io.qunfa.account.corp.Corp;
import io.qunfa.account.corp.Corps;
import io.qunfa.account.credential.Credentials;
import io.qunfa.account.pool.AccountStatus;
import io.qunfa.account.pool.WarmUpPlan;
import io.qunfa.channel.Channel;
import io.qunfa.identity.Caller;
import io.qunfa.ids.CorpId;
import io.qunfa.ids.CredentialId;
import io.qunfa.problem.Problem;
import io.qunfa.problem.ProblemCode;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RestController;

@RestController
class MemberSyncController {
  private final Corps corps;
  private final Credentials credentials;
  private final ListMembers listMembers;
  private final AlignMembers alignMembers;

  MemberSyncController(
      Corps corps, Credentials credentials, ListMembers listMembers, AlignMembers alignMembers) {
    this.corps = corps;
    this.credentials = credentials;
    this.listMembers = listMembers;
    this.alignMembers = alignMembers;
  }

  @PostMapping("/api/v1/corps/{corpId}/members:sync")
  AlignMembers.Counts sync(
      Caller caller, @PathVariable("corpId") CorpId corpId, @RequestBody Sync request)
      throws InterruptedException {
    Corp corp = corps.require(caller.tenantId(), corpId);
    CredentialId credential =
        Optional.ofNullable(credentials.byName(caller.tenantId(), corpId).get(request.named()))
            .orElseThrow(
                () ->
                    Problem.invalid(
                        "/credential",
                        "corp " + corpId + " has no credential \"" + request.named() + "\"."));
    AlignMembers.NewMembers fresh =
        new AlignMembers.NewMembers(
            request.onChannel(), credential, request.first(), request.traits());
    Set<String> members = listMembers.list(credentials.current(caller.tenantId(), credential));
    if (members.isEmpty()) {
      refuseIfAnyoneLeaves(caller, corp, fresh.channel());
    }
    return alignMembers.align(caller.tenantId(), corp, members, fresh, caller.subject());
  }

  /** A credential that may see nobody gets an empty list, not an error. */
  private void refuseIfAnyoneLeaves(Caller caller, Corp corp, Channel channel) {
    int accounts = alignMembers.count(caller.tenantId(), corp, channel);
    if (accounts > 0) {
      throw new Problem(
          ProblemCode.WRONG_STATE,
          "WeCom lists no member at all, but there are "
              + accounts
              + " accounts. Nothing was changed: look whether the credential may see the members.");
    }
  }

  /**
   * @param channel api if missing
   * @param status in which accounts of new members begin: active (if missing), paused or disabled
   */
  record Sync(
      @Nullable String credential,
      @Nullable String channel,
      @Nullable String status,
      @Nullable Integer dailyQuota,
      @Nullable List<@Nullable String> tags,
      @Nullable Integer weight,
      @Nullable List<WarmUpPlan.@Nullable Stage> warmUp) {
    private static final List<AccountStatus> FIRST =
        List.of(AccountStatus.ACTIVE, AccountStatus.PAUSED, AccountStatus.DISABLED);

    private String named() {
      if (credential == null) {
        throw Problem.invalid("/credential", "credential is missing: one of the corp's by name.");
      }
      return credential;
    }

    private Channel onChannel() {
      try {
        return channel == null ? Channel.API : Channel.of(channel);
      } catch (IllegalArgumentException unknown) {
        throw Problem.invalid("/channel", String.valueOf(unknown.getMessage()));
      }
    }

    private AccountStatus first() {
      String wanted = status == null ? AccountStatus.ACTIVE.text() : status;
      return FIRST.stream()
          .filter(each -> each.text().equals(wanted))
          .findFirst()
          .orElseThrow(
              () ->
                  Problem.invalid(
                      "/status",
                      "status must be active, paused or disabled, got \"" + wanted + "\"."));
    }

    private NewAccount traits() {
      return new NewAccount(null, null, null, null, dailyQuota, tags, weight, warmUp);
    }
  }
}
