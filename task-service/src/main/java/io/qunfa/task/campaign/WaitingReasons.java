package io.qunfa.task.campaign;

import io.qunfa.protection.HoldReason;
import io.qunfa.task.lane.HeldBack;
import io.qunfa.task.lane.ReadHeldBack;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** Says in a sentence what a campaign waits for. */
@Component
class WaitingReasons {
  private final ReadHeldBack readHeldBack;
  private final Clock clock;

  WaitingReasons(ReadHeldBack readHeldBack, Clock clock) {
    this.readHeldBack = readHeldBack;
    this.clock = clock;
  }

  @Nullable String of(Campaign campaign) {
    Instant at = campaign.schedule().at();
    return switch (campaign.status()) {
      case SCHEDULED ->
          at != null && at.isAfter(clock.instant()) ? "It starts at " + at + "." : null;
      case RUNNING -> campaign.waitingFor() != null ? campaign.waitingFor() : heldBack(campaign);
      case PAUSED -> "It is paused; resume it to go on.";
      case DRAFT, IN_REVIEW, FINISHED, CANCELLED, FAILED -> campaign.waitingFor();
    };
  }

  private @Nullable String heldBack(Campaign campaign) {
    List<HeldBack> heldBack = readHeldBack.of(campaign.tenantId(), campaign.id());
    return heldBack.isEmpty()
        ? null
        : String.join(" ", heldBack.stream().map(WaitingReasons::sentence).toList());
  }

  private static String sentence(HeldBack held) {
    return waiting(held)
        + " ("
        + held.reason()
        + (held.why() == null ? "" : ": " + held.why())
        + ").";
  }

  /** The protection of recipients holds people back, everything else holds accounts up. */
  private static String waiting(HeldBack held) {
    return HoldReason.NAMES.contains(held.reason())
        ? held.recipients()
            + (held.recipients() == 1 ? " recipient is" : " recipients are")
            + " held back until "
            + held.until()
        : held.accounts()
            + (held.accounts() == 1 ? " account waits" : " accounts wait")
            + " until "
            + held.until()
            + " or later";
  }
}
