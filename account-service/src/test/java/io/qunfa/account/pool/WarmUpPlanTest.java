package io.qunfa.account.pool;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.LocalDate;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class WarmUpPlanTest {
  private static final LocalDate FROM = LocalDate.of(2026, 2, 27);
  private static final WarmUpPlan PLAN = WarmUpPlan.parse("5:2 20:2 50:3");

  @ParameterizedTest
  @CsvSource({"0, 5", "1, 5", "2, 20", "3, 20", "4, 50", "6, 50", "7, 100", "700, 100", "-1, 5"})
  void everyDayHasItsPart(int day, int percent) {
    assertThat(PLAN.percentOn(FROM, FROM.plusDays(day))).isEqualTo(percent);
  }

  @Test
  void theWholeQuotaBeginsOnTheDayAfterTheLastStage() {
    assertThat(PLAN.endsOn(FROM)).isEqualTo(LocalDate.of(2026, 3, 6));
  }

  @ParameterizedTest
  @CsvSource({"5000, 250", "100, 5", "19, 1", "1, 1", "10000000, 500000"})
  void partsAreRoundedDownButNeverToNothing(int quota, int today) {
    assertThat(WarmUpPlan.quotaOn(quota, PLAN, FROM, FROM)).isEqualTo(today);
  }

  @Test
  void whoHasNoPlanHasTheWholeQuota() {
    assertThat(WarmUpPlan.quotaOn(5000, null, null, FROM)).isEqualTo(5000);
  }

  @Test
  void textSaysTheSameAgain() {
    assertThat(WarmUpPlan.parse(PLAN.text())).isEqualTo(PLAN);
  }
}
