package io.qunfa.account.policy;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.swagger.v3.oas.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/** The limits that a policy sets; what is null is left to less specific policies. */
@JsonInclude(JsonInclude.Include.ALWAYS)
public record LimitValues(
    @Schema(
            description =
                "Recipients per account and day; an account's own quota counts where it is"
                    + " smaller.")
        @Nullable Integer dailyQuota,
    @Schema(
            description =
                "Calls (api) or messages (ipad, rpa) per account in the sliding window of 5"
                    + " minutes.")
        @Nullable Integer slotsPerWindow,
    @Schema(description = "Calls of one API per corp in any minute, at most.")
        @Nullable Integer callsPerMinute,
    @Schema(description = "Calls of one API per corp in any hour, at most.")
        @Nullable Integer callsPerHour,
    @Schema(description = "Calls of one API that a corp has under way at once, at most.")
        @Nullable Integer callsAtOnce,
    @Schema(description = "Recipients of the whole tenant per day. In the tenant's policy only.")
        @Nullable Integer tenantRecipientsPerDay,
    @Schema(
            description =
                "Sending calls of the whole tenant in any minute. In the tenant's policy only.")
        @Nullable Integer tenantCallsPerMinute) {
  static final LimitValues NONE = new LimitValues(null, null, null, null, null, null, null);

  /** These, and where they say nothing the other's. */
  LimitValues or(LimitValues other) {
    return new LimitValues(
        first(dailyQuota, other.dailyQuota),
        first(slotsPerWindow, other.slotsPerWindow),
        first(callsPerMinute, other.callsPerMinute),
        first(callsPerHour, other.callsPerHour),
        first(callsAtOnce, other.callsAtOnce),
        first(tenantRecipientsPerDay, other.tenantRecipientsPerDay),
        first(tenantCallsPerMinute, other.tenantCallsPerMinute));
  }

  private static @Nullable Integer first(@Nullable Integer mine, @Nullable Integer others) {
    return mine == null ? others : mine;
  }
}
