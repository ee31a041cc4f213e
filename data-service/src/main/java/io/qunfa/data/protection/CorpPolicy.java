package io.qunfa.data.protection;

import io.qunfa.channel.Channel;
import io.qunfa.ids.CorpId;
import io.qunfa.ids.TenantId;
import io.qunfa.protection.Exemption;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.Optional;

/**
 * A corp's policy as it stood when it was read.
 *
 * @param version 0: the default
 */
public record CorpPolicy(
    TenantId tenantId, CorpId corpId, ZoneId zone, int version, RecipientPolicy policy) {

  /** Until when a job may not leave, if it may not. */
  public Optional<Instant> heldUntil(Instant now, Exemption exemption) {
    return exemption.quietHours() ? Optional.empty() : policy.quietHours().endAfter(now, zone);
  }

  /** Whether there is room for one more message to a contact on the day it would leave. */
  public Room roomAt(Instant now, Channel channel, Exemption exemption) {
    LocalDate day = heldUntil(now, exemption).orElse(now).atZone(zone).toLocalDate();
    return new Room(
        day,
        channel,
        exemption.frequencyCap() ? Room.ANY : policy.maxPerDay(),
        policy.receiveQuota());
  }
}
