package io.qunfa.account.credential;

import io.qunfa.ids.CorpId;
import io.qunfa.ids.CredentialId;
import io.qunfa.ids.TenantId;
import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.GeneratedValue;
import jakarta.persistence.GenerationType;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

@Entity
@Table(name = "credential")
class CredentialRow {
  @Id
  @GeneratedValue(strategy = GenerationType.IDENTITY)
  @Column(name = "id")
  private long id;

  @Column(name = "tenant_id", updatable = false)
  private long tenantId;

  @Column(name = "corp_id", updatable = false)
  private String corpId;

  @Column(name = "name", updatable = false)
  private String name;

  @Column(name = "sealed_secret", length = 1024)
  private byte[] sealedSecret = {};

  @Column(name = "sealed_with")
  private String sealedWith = "";

  @Column(name = "secret_version")
  private int secretVersion;

  @Column(name = "rejected_tries")
  private int rejectedTries;

  @Column(name = "rejected_code")
  private @Nullable Integer rejectedCode;

  @Column(name = "rejected_message")
  private @Nullable String rejectedMessage;

  @Column(name = "rejected_at")
  private @Nullable Instant rejectedAt;

  @Column(name = "next_try_at")
  private @Nullable Instant nextTryAt;

  @SuppressWarnings("NullAway.Init")
  protected CredentialRow() {}

  CredentialRow(TenantId tenantId, CorpId corpId, String name) {
    this.tenantId = tenantId.value();
    this.corpId = corpId.value();
    this.name = name;
  }

  /**
   * Nothing that was said about the former secret holds for this one. The row must have its id by
   * now, because the id is bound to the sealed secret.
   */
  void take(String secret, Seal seal) {
    secretVersion++;
    sealedSecret = seal.close(secret, Seal.Place.ofSecret(key(), secretVersion));
    sealedWith = seal.sealsWith();
    accepted();
  }

  void rejected(Rejection rejection) {
    rejectedTries = rejection.tries();
    rejectedCode = rejection.code();
    rejectedMessage = rejection.message();
    rejectedAt = rejection.at();
    nextTryAt = rejection.nextTryAt();
  }

  void accepted() {
    rejectedTries = 0;
    rejectedCode = null;
    rejectedMessage = null;
    rejectedAt = null;
    nextTryAt = null;
  }

  Credential toCredential() {
    return new Credential(
        new CredentialId(id), new CorpId(corpId), name, sealedWith, toRejection());
  }

  CurrentSecret toCurrentSecret() {
    return new CurrentSecret(key(), secretVersion, toRejection());
  }

  CredentialSecret toSecret(Seal seal) {
    return new CredentialSecret(
        toCurrentSecret(), seal.open(sealedSecret, Seal.Place.ofSecret(key(), secretVersion)));
  }

  private @Nullable Rejection toRejection() {
    return rejectedCode == null || rejectedMessage == null || rejectedAt == null
        ? null
        : new Rejection(rejectedCode, rejectedMessage, rejectedTries, rejectedAt, nextTryAt);
  }

  private CredentialKey key() {
    return new CredentialKey(new TenantId(tenantId), new CorpId(corpId), new CredentialId(id));
  }
}
