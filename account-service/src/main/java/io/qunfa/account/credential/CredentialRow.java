package io.qunfa.account.credential;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.qunfa.ids.CorpId;
import io.qunfa.ids.CredentialId;
import io.qunfa.ids.TenantId;
import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.GeneratedValue;
import jakarta.persistence.GenerationType;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.security.MessageDigest;
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

  @Column(name = "proven")
  private boolean proven;

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
    proven = false;
    forgetRejection();
  }

  /** One that does not open is not held. */
  boolean holds(String secret, Seal seal) {
    if (secretVersion == 0) {
      return false;
    }
    try {
      return MessageDigest.isEqual(toSecret(seal).value().getBytes(UTF_8), secret.getBytes(UTF_8));
    } catch (Seal.Unopenable foreign) {
      return false;
    }
  }

  void rejected(Rejection rejection) {
    rejectedTries = rejection.tries();
    rejectedCode = rejection.code();
    rejectedMessage = rejection.message();
    rejectedAt = rejection.at();
    nextTryAt = rejection.nextTryAt();
  }

  /** The tries stay counted: the next rejection is the last again. */
  void tryAgain() {
    if (rejectedCode != null) {
      nextTryAt = rejectedAt;
    }
  }

  void accepted() {
    proven = true;
    forgetRejection();
  }

  private void forgetRejection() {
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
    return new CurrentSecret(key(), secretVersion, proven, toRejection());
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
