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
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.media.Schema;
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
  private final MemberSyncSettings settings;

  MemberSyncController(
      Corps corps,
      Credentials credentials,
      ListMembers listMembers,
      AlignMembers alignMembers,
      MemberSyncSettings settings) {
    this.corps = corps;
    this.credentials = credentials;
    this.listMembers = listMembers;
    this.alignMembers = alignMembers;
    this.settings = settings;
  }

  @Operation(
      summary = "Bring the accounts of a corp in line with its members at WeCom",
      description =
          "Members without an account get one with the traits of the request; accounts of members"
              + " who are no longer listed go offline. A large share goes only if mayLeave allows"
              + " it, and none if WeCom lists nobody.")
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
    alignMembers.requireFit(fresh.traits());
    int mayLeave = request.allowed();
    Set<String> members = listMembers.list(credentials.current(caller.tenantId(), credential));
    refuseIfTooManyLeave(
        alignMembers.leaving(caller.tenantId(), corp, fresh.channel(), members), members, mayLeave);
    return alignMembers.align(caller.tenantId(), corp, members, fresh, caller.subject());
  }

  /** A credential that may see nobody gets an empty list, one that may see few gets a short one. */
  private void refuseIfTooManyLeave(
      AlignMembers.Leaving leaving, Set<String> members, int mayLeave) {
    if (members.isEmpty() && leaving.accounts() > 0) {
      throw new Problem(
          ProblemCode.WRONG_STATE,
          "WeCom lists no member at all, but there are "
              + leaving.accounts()
              + " accounts. Nothing was changed: look whether the credential may see the members.");
    }
    if (leaving.leaving() > mayLeave && settings.areTooMany(leaving.leaving(), leaving.inPool())) {
      throw new Problem(
          ProblemCode.WRONG_STATE,
          "WeCom lists "
              + members.size()
              + " members, which would put "
              + leaving.leaving()
              + " of "
              + leaving.inPool()
              + " accounts offline. Nothing was changed: look whether the credential may still see"
              + " all members. If they have left, ask again with \"mayLeave\": "
              + leaving.leaving()
              + ".");
    }
  }

  /**
   * @param channel api if missing
   * @param status in which accounts of new members begin: active (if missing), paused or disabled
   * @param mayLeave so many accounts may go offline at most, also if they are a large share
   */
  record Sync(
      @Nullable String credential,
      @Nullable String channel,
      @Nullable String status,
      @Nullable Integer dailyQuota,
      @Nullable List<@Nullable String> tags,
      @Nullable Integer weight,
      @Nullable List<WarmUpPlan.@Nullable Stage> warmUp,
      @Schema(
              description =
                  "Confirms that so many accounts may go offline at most. Needed only where their"
                      + " share is large; the problem names the number.")
          @Nullable Integer mayLeave) {
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

    private int allowed() {
      if (mayLeave != null && mayLeave < 0) {
        throw Problem.invalid("/mayLeave", "mayLeave must be 0 or more.");
      }
      return mayLeave == null ? 0 : mayLeave;
    }

    private NewAccount traits() {
      return new NewAccount(null, null, null, null, dailyQuota, tags, weight, warmUp);
    }
  }
}
