package io.qunfa.account.credential;

import jakarta.persistence.LockModeType;
import java.util.List;
import java.util.Optional;
import org.springframework.data.domain.Limit;
import org.springframework.data.jpa.repository.JpaRepository;
import org.springframework.data.jpa.repository.Lock;

interface CredentialRows extends JpaRepository<CredentialRow, Long> {
  Optional<CredentialRow> findByTenantIdAndId(long tenantId, long id);

  @Lock(LockModeType.PESSIMISTIC_WRITE)
  Optional<CredentialRow> findLockedByTenantIdAndId(long tenantId, long id);

  @Lock(LockModeType.PESSIMISTIC_WRITE)
  Optional<CredentialRow> findByTenantIdAndCorpIdAndName(long tenantId, String corpId, String name);

  List<CredentialRow> findByTenantIdAndCorpIdAndIdGreaterThanOrderById(
      long tenantId, String corpId, long id, Limit limit);
}
