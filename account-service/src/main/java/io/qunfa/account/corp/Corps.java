package io.qunfa.account.corp;

import io.qunfa.ids.CorpId;
import io.qunfa.ids.TenantId;
import io.qunfa.paging.Page;
import io.qunfa.problem.Problem;
import io.qunfa.problem.ProblemCode;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.data.domain.Limit;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/** The corps of a tenant. */
@Component
public class Corps {
  private final CorpRows rows;

  Corps(CorpRows rows) {
    this.rows = rows;
  }

  /** Adding what is there already, word for word, changes nothing; anything else is a conflict. */
  @Transactional
  Corp add(TenantId tenant, Corp corp) {
    Optional<Corp> present = find(tenant, corp.corpId());
    if (present.isEmpty()) {
      return rows.saveAndFlush(new CorpRow(tenant.value(), corp)).toCorp();
    }
    if (!present.get().equals(corp)) {
      throw new Problem(
          ProblemCode.CONFLICT,
          "Corp " + corp.corpId() + " exists with another name or time zone and stays as it is.");
    }
    return corp;
  }

  public Optional<Corp> find(TenantId tenant, CorpId corpId) {
    return rows.findById(new CorpRow.Key(tenant.value(), corpId.value())).map(CorpRow::toCorp);
  }

  /** Throws the problem for the caller if the tenant has no such corp. */
  public Corp require(TenantId tenant, CorpId corpId) {
    return find(tenant, corpId).orElseThrow(() -> Problem.notFound("corp", corpId));
  }

  Page<Corp> page(TenantId tenant, @Nullable String after, int limit) {
    List<Corp> found =
        rows
            .findByTenantIdAndCorpIdGreaterThanOrderByCorpId(
                tenant.value(), after == null ? "" : after, Limit.of(limit + 1))
            .stream()
            .map(CorpRow::toCorp)
            .toList();
    return found.size() <= limit
        ? new Page<>(found, null)
        : new Page<>(found.subList(0, limit), found.get(limit - 1).corpId().value());
  }
}
