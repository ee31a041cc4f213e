package io.qunfa.account.corp;

import io.qunfa.ids.CorpId;
import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.IdClass;
import jakarta.persistence.Table;
import java.io.Serializable;
import java.time.ZoneId;

@Entity
@Table(name = "corp")
@IdClass(CorpRow.Key.class)
class CorpRow {
  @Id
  @Column(name = "tenant_id")
  private long tenantId;

  @Id
  @Column(name = "corp_id")
  private String corpId;

  @Column(name = "name")
  private String name;

  @Column(name = "time_zone")
  private String timeZone;

  @SuppressWarnings("NullAway.Init")
  protected CorpRow() {}

  CorpRow(long tenantId, Corp corp) {
    this.tenantId = tenantId;
    this.corpId = corp.corpId().value();
    this.name = corp.name();
    this.timeZone = corp.timeZone().getId();
  }

  Corp toCorp() {
    return new Corp(new CorpId(corpId), name, ZoneId.of(timeZone));
  }

  record Key(long tenantId, String corpId) implements Serializable {}
}
