package io.qunfa.apiexecutor.wecom;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class WecomErrorsTest {

  @ParameterizedTest
  @CsvSource({
    "-1, BUSY",
    "41063, STILL_DISPATCHING",
    "81026, BUSY",
    "40014, TOKEN",
    "42001, TOKEN",
    "45009, TOO_OFTEN",
    "45033, TOO_MANY_AT_ONCE",
    "41094, REMINDED_ENOUGH",
    "41048, TARGET",
    "84061, ONE_RECIPIENT",
    "40096, ONE_RECIPIENT",
    "40058, CONTENT",
    "45002, CONTENT",
    "41081, CONTENT",
    "40007, MEDIA_GONE",
    "40001, CONFIGURATION",
    "41001, CONFIGURATION",
    "45022, CONFIGURATION",
    "48006, CONFIGURATION",
    "60020, CONFIGURATION",
    "84074, CONFIGURATION",
    "41093, CANCELLED_ALREADY",
    "50100, CURSOR_INVALID",
  })
  void numberAsksForWhatTheDocumentsSay(int errcode, WecomFault fault) {
    assertThat(WecomErrors.faultOf(errcode)).isEqualTo(fault);
  }

  @ParameterizedTest
  @CsvSource({"1", "99999", "48010", "41083", "-2"})
  void numberThatIsNotInTheTableIsNeverTakenForAKnownOne(int errcode) {
    assertThat(WecomErrors.faultOf(errcode)).isEqualTo(WecomFault.UNKNOWN);
  }

  @Test
  void wrongSecretIsNoTokenFault() {
    assertThat(WecomErrors.faultOf(40001)).isNotEqualTo(WecomFault.TOKEN);
  }
}
