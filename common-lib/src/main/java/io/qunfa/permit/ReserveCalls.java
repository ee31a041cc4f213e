package io.qunfa.permit;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.qunfa.ids.CorpId;
import io.qunfa.ids.TenantId;
import org.jspecify.annotations.Nullable;

/**
 * Asks for leave to call an API of a corp that sends to nobody (receipts, cancel, remind, media).
 * The answer is a {@link ReservePermits.Decision} that counts calls. A permit is a slice: its calls
 * are made one after another, so it is one call under way.
 *
 * @param api the API's own name, for example {@code get_groupmsg_send_result}
 * @param calls how many calls are wanted, at least 1
 * @param before a slice that is over and is settled first, so that who goes on calling asks once
 *     per slice; null: none
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record ReserveCalls(
    TenantId tenantId, CorpId corpId, String api, int calls, @Nullable SettleCalls before) {
  public ReserveCalls {
    if (calls < 1) {
      throw new IllegalArgumentException("calls must be at least 1, got " + calls);
    }
  }

  public ReserveCalls(TenantId tenantId, CorpId corpId, String api, int calls) {
    this(tenantId, corpId, api, calls, null);
  }
}
