package io.qunfa.ledger;

import static io.qunfa.ledger.RecipientState.EXCLUDED;
import static io.qunfa.ledger.RecipientState.ISSUED;
import static io.qunfa.ledger.RecipientState.PLANNED;
import static io.qunfa.ledger.RecipientState.SENT;
import static io.qunfa.ledger.RecipientState.UNKNOWN;
import static org.assertj.core.api.Assertions.assertThat;

import io.qunfa.audience.ExclusionReason;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class RecipientStateTest {

  @ParameterizedTest
  @EnumSource
  void finalStatesStayAndOthersGoOn(RecipientState state) {
    boolean goesOn = false;
    for (RecipientState next : RecipientState.values()) {
      goesOn |= state.mayBecome(next);
    }

    assertThat(goesOn).isNotEqualTo(state.isFinal());
  }

  @ParameterizedTest
  @EnumSource
  void onlyWhoIsStillPlannedMayBecomeExcluded(RecipientState state) {
    assertThat(state.mayBecome(EXCLUDED)).isEqualTo(state == PLANNED);
  }

  @Test
  void issuedNeverGoesBackToPlanned() {
    assertThat(ISSUED.mayBecome(PLANNED)).as("that would send twice").isFalse();
    assertThat(UNKNOWN.mayBecome(PLANNED)).as("once it is proven absent").isTrue();
  }

  @Test
  void remainderIsWhatNoStateExplains() {
    LedgerCounts counts =
        new LedgerCounts(
            10, Map.of(SENT, 7L, EXCLUDED, 2L), Map.of(ExclusionReason.SUPPRESSED, 2L));

    assertThat(counts.remainder()).isEqualTo(1);
    assertThat(counts.in(PLANNED)).isZero();
  }
}
