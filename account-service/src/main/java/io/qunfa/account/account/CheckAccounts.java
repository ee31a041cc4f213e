package io.qunfa.account.account;

import io.qunfa.account.corp.Corps;
import io.qunfa.account.credential.Credentials;
import io.qunfa.channel.Channel;
import io.qunfa.ids.CorpId;
import io.qunfa.ids.CredentialId;
import io.qunfa.ids.TenantId;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/**
 * Tells what is wrong with every account of a request at once, by index and field. Nothing is
 * stored unless all are right.
 */
@Component
class CheckAccounts {
  private static final int MAX_MEMBER = 64;

  private final Corps corps;
  private final Credentials credentials;
  private final CheckTraits traits;
  private final AccountSettings settings;

  CheckAccounts(
      Corps corps, Credentials credentials, CheckTraits traits, AccountSettings settings) {
    this.corps = corps;
    this.credentials = credentials;
    this.traits = traits;
    this.settings = settings;
  }

  CheckedAccount one(TenantId tenant, NewAccount request) {
    Findings findings = new Findings();
    Optional<CheckedAccount> account = check(request, scope(tenant), findings, "");
    findings.refuseIfAny();
    return account.orElseThrow();
  }

  List<CheckedAccount> all(TenantId tenant, List<@Nullable NewAccount> requests) {
    settings.requireBatch(requests.size());
    Findings findings = new Findings();
    Scope scope = scope(tenant);
    Map<CheckedAccount.Identity, Integer> seen = new HashMap<>();
    List<CheckedAccount> checked = new ArrayList<>(requests.size());
    for (int index = 0; index < requests.size(); index++) {
      NewAccount request = requests.get(index);
      String at = "/" + index;
      if (request == null) {
        findings.add(at, "an account is expected here, got null");
        continue;
      }
      Optional<CheckedAccount> account = check(request, scope, findings, at);
      if (account.isPresent()) {
        Integer earlier = seen.putIfAbsent(account.get().identity(), index);
        if (earlier != null) {
          findings.add(at + "/memberUserid", "is the same account as item " + earlier);
        }
        checked.add(account.get());
      }
    }
    findings.refuseIfAny();
    return checked;
  }

  /** Reads every corp once, however many accounts are checked in it. */
  Scope scope(TenantId tenant) {
    return new Scope(tenant, new HashMap<>());
  }

  /** Empty if something was found. */
  Optional<CheckedAccount> check(NewAccount request, Scope scope, Findings findings, String at) {
    int before = findings.count();
    CorpCredentials corp = corp(request.corpId(), scope, findings, at + "/corpId");
    Channel channel = channel(request.channel(), findings, at + "/channel");
    String member = request.memberUserid() == null ? "" : request.memberUserid().strip();
    if (member.isEmpty() || member.length() > MAX_MEMBER) {
      findings.add(at + "/memberUserid", "must have 1 to " + MAX_MEMBER + " characters");
    }
    CredentialId credential = credential(request.credential(), corp, findings, at + "/credential");
    GivenTraits checked = traits.traits(request, findings, at);
    if (findings.count() > before || corp == null || channel == null || credential == null) {
      return Optional.empty();
    }
    return Optional.of(
        new CheckedAccount(
            new CheckedAccount.Identity(corp.corpId(), channel, member),
            credential,
            checked,
            corp.zone()));
  }

  private @Nullable CorpCredentials corp(
      @Nullable String text, Scope scope, Findings findings, String at) {
    if (text == null) {
      findings.add(at, "is missing");
      return null;
    }
    Optional<CorpCredentials> known =
        scope.known().computeIfAbsent(text, id -> read(scope.tenant(), id));
    if (known.isEmpty()) {
      findings.add(at, "there is no corp \"" + text + "\"; add it by POST /api/v1/corps");
    }
    return known.orElse(null);
  }

  private Optional<CorpCredentials> read(TenantId tenant, String text) {
    CorpId corpId;
    try {
      corpId = new CorpId(text);
    } catch (IllegalArgumentException malformed) {
      return Optional.empty();
    }
    return corps
        .find(tenant, corpId)
        .map(
            corp ->
                new CorpCredentials(corpId, corp.timeZone(), credentials.byName(tenant, corpId)));
  }

  private static @Nullable Channel channel(@Nullable String text, Findings findings, String at) {
    if (text == null) {
      findings.add(at, "is missing");
      return null;
    }
    try {
      return Channel.of(text);
    } catch (IllegalArgumentException unknown) {
      findings.add(at, String.valueOf(unknown.getMessage()));
      return null;
    }
  }

  private static @Nullable CredentialId credential(
      @Nullable String name, @Nullable CorpCredentials corp, Findings findings, String at) {
    if (name == null) {
      findings.add(at, "is missing: the name of one of the corp's credentials");
      return null;
    }
    if (corp == null) {
      return null;
    }
    CredentialId found = corp.byName().get(name);
    if (found == null) {
      findings.add(at, "corp " + corp.corpId() + " has no credential \"" + name + "\"");
    }
    return found;
  }

  private record CorpCredentials(CorpId corpId, ZoneId zone, Map<String, CredentialId> byName) {}

  record Scope(TenantId tenant, Map<String, Optional<CorpCredentials>> known) {}
}
