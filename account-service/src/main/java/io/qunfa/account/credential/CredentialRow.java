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

@Entity
@Table(name = "credential")
class CredentialRow {
  private static final String SECRET = "secret";

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

  @Column(name = "secret_version")
  private int secretVersion;

  @SuppressWarnings("NullAway.Init")
  protected CredentialRow() {}

  CredentialRow(TenantId tenantId, CorpId corpId, String name) {
    this.tenantId = tenantId.value();
    this.corpId = corpId.value();
    this.name = name;
  }

  /** The row must have its id by now, because the id is bound to the sealed secret. */
  void take(String secret, Seal seal) {
    sealedSecret = seal.close(secret, place());
    secretVersion++;
  }

  Credential toCredential() {
    return new Credential(new CredentialId(id), new CorpId(corpId), name);
  }

  CredentialSecret toSecret(Seal seal) {
    return new CredentialSecret(key(), seal.open(sealedSecret, place()), secretVersion);
  }

  private Seal.Place place() {
    return new Seal.Place(SECRET, key());
  }

  private CredentialKey key() {
    return new CredentialKey(new TenantId(tenantId), new CorpId(corpId), new CredentialId(id));
  }
}
