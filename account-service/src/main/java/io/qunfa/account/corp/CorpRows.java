package io.qunfa.account.corp;

import java.util.List;
import org.springframework.data.domain.Limit;
import org.springframework.data.jpa.repository.JpaRepository;

interface CorpRows extends JpaRepository<CorpRow, CorpRow.Key> {
  List<CorpRow> findByTenantIdAndCorpIdGreaterThanOrderByCorpId(
      long tenantId, String corpId, Limit limit);
}
