package io.qunfa.task.progress;

import io.qunfa.ids.CampaignId;
import io.qunfa.ids.TenantId;
import io.qunfa.ledger.LedgerCounts;
import io.qunfa.ledger.RecipientState;
import io.qunfa.problem.Problem;
import io.qunfa.problem.ProblemCode;
import io.qunfa.task.audience.Audiences;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.web.client.RestClientException;

/** Reads where the recipients of a campaign or task stand. Balanced at every moment. */
@Component
public class CountRecipients {
  private static final LedgerCounts NOT_FROZEN = new LedgerCounts(0, Map.of(), Map.of());

  private final Audiences audiences;
  private final JdbcClient jdbc;

  CountRecipients(Audiences audiences, JdbcClient jdbc) {
    this.audiences = audiences;
    this.jdbc = jdbc;
  }

  /**
   * @throws Problem UPSTREAM_UNAVAILABLE if data-service does not answer
   */
  public RecipientCounts of(TenantId tenant, CampaignId campaignOrTask) {
    try {
      long inFlight = inFlight(tenant, campaignOrTask);
      return split(audiences.counts(tenant, campaignOrTask).orElse(NOT_FROZEN), inFlight);
    } catch (RestClientException away) {
      throw new Problem(
          ProblemCode.UPSTREAM_UNAVAILABLE,
          "data-service, which counts recipients, does not answer; try again shortly.",
          away);
    }
  }

  /** The ledger may know of an outcome before we do, so PLANNED bounds what is in flight. */
  private static RecipientCounts split(LedgerCounts ledger, long jobsInFlight) {
    long inFlight = Math.min(jobsInFlight, ledger.in(RecipientState.PLANNED));
    Map<String, Long> states = new LinkedHashMap<>();
    long open = 0;
    for (RecipientState state : RecipientState.values()) {
      long count = ledger.in(state);
      open += state.isFinal() ? 0 : count;
      if (state == RecipientState.PLANNED) {
        putUnlessZero(states, state.name(), count - inFlight);
        putUnlessZero(states, "IN_FLIGHT", inFlight);
      } else {
        putUnlessZero(states, state.name(), count);
      }
    }
    return new RecipientCounts(
        ledger.targeted(),
        Collections.unmodifiableMap(states),
        ledger.excluded(),
        ledger.remainder() == 0,
        open);
  }

  private static void putUnlessZero(Map<String, Long> states, String state, long count) {
    if (count != 0) {
      states.put(state, count);
    }
  }

  private long inFlight(TenantId tenant, CampaignId campaignOrTask) {
    return jdbc.sql(
            """
            select coalesce(sum(recipients), 0) from send_job
            where tenant_id = :tenant and campaign_id = :id and status in ('DISPATCHED', 'SENDING')
            """)
        .param("tenant", tenant.value())
        .param("id", campaignOrTask.value())
        .query(Long.class)
        .single();
  }
}
