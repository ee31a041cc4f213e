package io.qunfa.local.demo;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Map;
import org.junit.jupiter.api.Test;

class CompareWithWecomTest {

  @Test
  void nobodyIssuedIsNotWhatWasPlanned() {
    CompareWithWecom compare = compare(Map.of("EXCLUDED", 3L, "PLANNED", 7L));

    assertThatThrownBy(compare::checkLedger)
        .hasMessage("recipients issued or refused: expected 7, found 0.");
  }

  @Test
  void issuedAndRefusedTogetherAreWhatWasPlanned() {
    CompareWithWecom compare = compare(Map.of("EXCLUDED", 3L, "SENT", 6L, "REFUSED", 1L));

    assertThatCode(compare::checkLedger).doesNotThrowAnyException();
    assertThatCode(() -> compare.checkAgainst(counts(6, 0, 6))).doesNotThrowAnyException();
  }

  @Test
  void wecomThatSentOtherNumbersIsAFailure() {
    CompareWithWecom compare = compare(Map.of("EXCLUDED", 3L, "SENT", 7L));

    assertThatThrownBy(() -> compare.checkAgainst(counts(6, 0, 6)))
        .hasMessageContaining("recipients at WeCom");
    assertThatThrownBy(() -> compare.checkAgainst(counts(7, 1, 7)))
        .hasMessageContaining("got it twice");
    assertThatThrownBy(() -> compare.checkAgainst(counts(7, 0, 8)))
        .hasMessageContaining("sent at WeCom");
  }

  @Test
  void openCampaignMayKnowFewerSentThanWecomAndNeverMore() {
    CompareWithWecom compare = compare(Map.of("EXCLUDED", 3L, "ISSUED", 2L, "SENT", 5L));

    assertThatCode(() -> compare.checkAgainst(counts(7, 0, 6))).doesNotThrowAnyException();
    assertThatThrownBy(() -> compare.checkAgainst(counts(7, 0, 4)))
        .hasMessage("sent at WeCom: expected 5, found 4.");
  }

  private static CompareWithWecom compare(Map<String, Long> states) {
    return new CompareWithWecom(new Ledger(10, states), 7, 3);
  }

  private static SimulatedCorp.Counts counts(long recipients, long duplicates, long sent) {
    return new SimulatedCorp.Counts(recipients, duplicates, 0, sent);
  }
}
