package io.qunfa.account.credential;

import io.qunfa.account.corp.Corps;
import io.qunfa.ids.CorpId;
import io.qunfa.ids.CredentialId;
import io.qunfa.ids.TenantId;
import io.qunfa.paging.Page;
import io.qunfa.problem.Problem;
import io.qunfa.problem.ProblemCode;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.springframework.data.domain.Limit;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/** The credentials of a tenant's corps. */
@Component
public class Credentials {
  private final Corps corps;
  private final CredentialRows rows;
  private final Seal seal;

  Credentials(Corps corps, CredentialRows rows, Seal seal) {
    this.corps = corps;
    this.rows = rows;
    this.seal = seal;
  }

  /**
   * A name that exists gets the new secret: its tokens and what WeCom had against it end with the
   * old one. The secret that it has already changes nothing.
   */
  @Transactional
  Credential store(TenantId tenant, CorpId corpId, String name, String secret) {
    corps.require(tenant, corpId);
    CredentialRow row =
        rows.findByTenantIdAndCorpIdAndName(tenant.value(), corpId.value(), name)
            .orElseGet(() -> rows.saveAndFlush(new CredentialRow(tenant, corpId, name)));
    if (!row.holds(secret, seal)) {
      row.take(secret, seal);
    }
    return rows.saveAndFlush(row).toCredential();
  }

  /** WeCom is asked once more about a secret that it rejected, however often it was tried. */
  @Transactional
  Credential tryAgain(TenantId tenant, CorpId corpId, CredentialId id) {
    CredentialRow row =
        rows.findLockedByTenantIdAndId(tenant.value(), id.value())
            .filter(found -> found.toCredential().corpId().equals(corpId))
            .orElseThrow(() -> Problem.notFound("credential", id));
    row.tryAgain();
    return rows.saveAndFlush(row).toCredential();
  }

  /** Throws the problem for the caller if the tenant has no such credential. */
  @Transactional(readOnly = true)
  public CurrentSecret current(TenantId tenant, CredentialId id) {
    return require(tenant, id).toCurrentSecret();
  }

  /**
   * As it is now, which may be a newer one than the caller knew. Throws the problem for the caller
   * if it does not open.
   */
  @Transactional(readOnly = true)
  public CredentialSecret open(CredentialKey key) {
    CredentialRow row = require(key.tenantId(), key.credentialId());
    try {
      return row.toSecret(seal);
    } catch (Seal.Unopenable foreign) {
      throw new Problem(
          ProblemCode.WRONG_STATE,
          "The stored secret of credential "
              + key.credentialId()
              + " of corp "
              + key.corpId()
              + " does not open, so WeCom is not asked for a token: it was sealed with key "
              + row.toCredential().sealedWith()
              + " and this replica has "
              + seal.sealsWith()
              + " first. Add the missing key to QUNFA_CREDENTIAL_KEY, or, if the key is there or"
              + " lost, post the secret again by POST /api/v1/corps/"
              + key.corpId()
              + "/credentials.",
          foreign);
    }
  }

  /** Says nothing about a secret that was posted meanwhile. */
  @Transactional
  public void rejected(CurrentSecret secret, Rejection rejection) {
    lock(secret).ifPresent(row -> row.rejected(rejection));
  }

  /** WeCom gave a token for it, perhaps after it was rejected. */
  @Transactional
  public void accepted(CurrentSecret secret) {
    lock(secret).ifPresent(CredentialRow::accepted);
  }

  /** The ids of all credentials of a corp by name. */
  @Transactional(readOnly = true)
  public Map<String, CredentialId> byName(TenantId tenant, CorpId corpId) {
    return rows
        .findByTenantIdAndCorpIdAndIdGreaterThanOrderById(
            tenant.value(), corpId.value(), 0, Limit.unlimited())
        .stream()
        .map(CredentialRow::toCredential)
        .collect(Collectors.toMap(Credential::name, Credential::credentialId));
  }

  @Transactional(readOnly = true)
  Credential get(TenantId tenant, CorpId corpId, CredentialId id) {
    Credential found = require(tenant, id).toCredential();
    if (!found.corpId().equals(corpId)) {
      throw Problem.notFound("credential", id);
    }
    return found;
  }

  @Transactional(readOnly = true)
  Page<Credential> page(TenantId tenant, CorpId corpId, long afterId, int limit) {
    corps.require(tenant, corpId);
    List<Credential> found =
        rows
            .findByTenantIdAndCorpIdAndIdGreaterThanOrderById(
                tenant.value(), corpId.value(), afterId, Limit.of(limit + 1))
            .stream()
            .map(CredentialRow::toCredential)
            .toList();
    return found.size() <= limit
        ? new Page<>(found, null)
        : new Page<>(found.subList(0, limit), found.get(limit - 1).credentialId().toString());
  }

  private CredentialRow require(TenantId tenant, CredentialId id) {
    return rows.findByTenantIdAndId(tenant.value(), id.value())
        .orElseThrow(() -> Problem.notFound("credential", id));
  }

  private Optional<CredentialRow> lock(CurrentSecret secret) {
    CredentialKey key = secret.key();
    return rows.findLockedByTenantIdAndId(key.tenantId().value(), key.credentialId().value())
        .filter(row -> row.toCurrentSecret().version() == secret.version());
  }
}
