package io.qunfa.task.deadletter;

import jakarta.validation.constraints.Min;
import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.util.unit.DataSize;
import org.springframework.validation.annotation.Validated;

/**
 * What is kept of messages that no service could work with (QUNFA_DEADLETTERS_...).
 *
 * @param maxPayload of a larger body only so much is kept; it can be looked at, not replayed. Our
 *     own messages have at most some 60 KB.
 * @param homeTenant sees the messages that cannot be read, whatever they say of themselves: the
 *     tenant of those who run the installation
 * @param countEvery how often the metric is counted
 */
@Validated
@ConfigurationProperties("qunfa.dead-letters")
record DeadLetterSettings(
    @DefaultValue("1MB") DataSize maxPayload,
    @DefaultValue("1") @Min(1) long homeTenant,
    @DefaultValue("5s") Duration countEvery) {
  private static final DataSize COLUMN = DataSize.ofMegabytes(15);

  DeadLetterSettings {
    if (maxPayload.isNegative() || maxPayload.compareTo(COLUMN) > 0) {
      throw new IllegalArgumentException(
          "qunfa.dead-letters.max-payload must be 0 to " + COLUMN + ", got " + maxPayload);
    }
  }
}
