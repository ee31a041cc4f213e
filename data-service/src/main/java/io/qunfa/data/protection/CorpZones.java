package io.qunfa.data.protection;

import io.qunfa.ids.CorpId;
import io.qunfa.ids.TenantId;
import io.qunfa.neighbour.Neighbours;
import io.qunfa.problem.Problem;
import io.qunfa.problem.ProblemCode;
import java.time.ZoneId;
import java.util.Optional;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.web.client.HttpClientErrorException;
import org.springframework.web.client.RestClient;
import org.springframework.web.client.RestClientException;

/**
 * Where a corp's days turn. Asked of account-service once and kept: a corp's zone never changes.
 */
@Component
class CorpZones {
  private final RestClient accountService;
  private final JdbcClient jdbc;

  CorpZones(Neighbours neighbours, JdbcClient jdbc) {
    this.accountService = neighbours.accountService();
    this.jdbc = jdbc;
  }

  /**
   * @return empty if account-service knows no such corp
   * @throws Problem UPSTREAM_UNAVAILABLE if it does not answer
   */
  Optional<ZoneId> ask(TenantId tenant, CorpId corp) {
    Optional<ZoneId> told = told(tenant, corp);
    told.ifPresent(zone -> keep(tenant, corp, zone));
    return told;
  }

  private Optional<ZoneId> told(TenantId tenant, CorpId corp) {
    try {
      return Optional.ofNullable(
              accountService
                  .get()
                  .uri("/internal/v1/corps/{corp}?tenantId={tenant}", corp.value(), tenant.value())
                  .retrieve()
                  .body(Told.class))
          .map(answer -> ZoneId.of(answer.timeZone()));
    } catch (HttpClientErrorException.NotFound unknown) {
      return Optional.empty();
    } catch (RestClientException away) {
      throw new Problem(
          ProblemCode.UPSTREAM_UNAVAILABLE,
          "account-service, which knows where the days of corp "
              + corp
              + " turn, does not answer; try again shortly.",
          away);
    }
  }

  private void keep(TenantId tenant, CorpId corp, ZoneId zone) {
    jdbc.sql(
            """
            insert ignore into corp_zone (tenant_id, corp_id, time_zone)
            values (:tenant, :corp, :zone)
            """)
        .param("tenant", tenant.value())
        .param("corp", corp.value())
        .param("zone", zone.getId())
        .update();
  }

  private record Told(String timeZone) {}
}
