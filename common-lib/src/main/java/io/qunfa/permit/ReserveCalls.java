package io.qunfa.permit;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.qunfa.ids.CorpId;
import io.qunfa.ids.TenantId;
import java.util.UUID;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Asks for leave to call an API of a corp that sends to nobody (receipts, cancel, remind, media).
 * The answer is a {@link ReservePermits.Decision} that counts calls. A permit is a slice: its calls
 * are made one after another, so it is one call under way.
 *
 * @param api the API's own name, for example {@code get_groupmsg_send_result}
 * @param calls how many calls are wanted, at least 1
 * @param reference the caller's name of this ask, a random UUID: asking again with one reference
 *     while its permit lives answers with the same permit and counts nothing twice
 * @param before a slice that is over and is settled first, so that who goes on calling asks once
 *     per slice; null: none
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record ReserveCalls(
    TenantId tenantId,
    CorpId corpId,
    String api,
    int calls,
    String reference,
    @Nullable SettleCalls before) {
  private static final Pattern REFERENCE = Pattern.compile("[0-9a-f-]{36}");

  public ReserveCalls {
    if (calls < 1) {
      throw new IllegalArgumentException("calls must be at least 1, got " + calls);
    }
    if (!REFERENCE.matcher(reference).matches()) {
      throw new IllegalArgumentException("reference must be a UUID, got \"" + reference + "\"");
    }
  }

  /** Under a reference of its own. */
  public ReserveCalls(TenantId tenantId, CorpId corpId, String api, int calls) {
    this(tenantId, corpId, api, calls, UUID.randomUUID().toString(), null);
  }

  /**
   * The id of the permit that this ask gets, if it gets one: it can be settled without having been
   * heard of.
   */
  public String permitId() {
    return corpId + "." + api + "." + reference;
  }
}
