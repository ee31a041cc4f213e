package io.qunfa.account.permit;

import io.qunfa.account.pool.NoteOutcomes;
import io.qunfa.account.pool.NoteOutcomes.Called;
import io.qunfa.account.pool.NoteOutcomes.Experience;
import io.qunfa.ids.TenantId;
import io.qunfa.permit.PushBack;
import io.qunfa.permit.SettlePermits.Outcome;
import io.qunfa.permit.SettlePermits.Settlement;
import java.util.List;
import java.util.Optional;
import org.springframework.stereotype.Component;

/** Tells the pool what the channel made of calls. */
@Component
class TellOutcomes {
  private final NoteOutcomes outcomes;

  TellOutcomes(NoteOutcomes outcomes) {
    this.outcomes = outcomes;
  }

  /**
   * @param settled those that settled their permit, each once
   */
  void tell(TenantId tenant, List<Settlement> settled) {
    outcomes.note(
        tenant, settled.stream().map(TellOutcomes::called).flatMap(Optional::stream).toList());
  }

  /** Empty if the channel was not called, or nobody says how it went. */
  private static Optional<Called> called(Settlement settlement) {
    Outcome outcome = settlement.outcome();
    Experience experience =
        switch (settlement.verdict()) {
          case PUSHED_BACK -> isOfTheCorp(settlement) ? null : Experience.PUSHED_BACK;
          case USED -> outcome == null ? null : Experience.valueOf(outcome.name());
          case UNUSED -> null;
        };
    return Optional.ofNullable(experience)
        .map(
            known ->
                new Called(
                    PermitName.parse(settlement.permitId()).accountId(),
                    known,
                    settlement.pushBack()));
  }

  /** The corp's rate, concurrency and credential say nothing of the account that met them. */
  private static boolean isOfTheCorp(Settlement settlement) {
    return settlement.cause() != null && settlement.cause() != PushBack.OTHER;
  }
}
