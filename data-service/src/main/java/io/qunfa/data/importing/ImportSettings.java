package io.qunfa.data.importing;

import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotNull;
import java.nio.file.Path;
import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.util.unit.DataSize;
import org.springframework.validation.annotation.Validated;

/**
 * How exports are taken in.
 *
 * @param spoolFolder where uploads wait until they are read (QUNFA_SPOOL_FOLDER); kept across
 *     restarts, so that an import goes on after one
 * @param maxFileSize a larger upload is refused
 * @param batchRows rows per transaction
 * @param workers imports that run at the same time in this process
 * @param lease a process that has not shown progress for this long is taken for dead
 * @param lookEvery how often this process looks for imports that another one left behind
 * @param giveUpAfter an unfinished import whose file no process has any more fails after this long
 */
@Validated
@ConfigurationProperties("qunfa.importing")
record ImportSettings(
    @NotNull Path spoolFolder,
    @DefaultValue("1GB") DataSize maxFileSize,
    @DefaultValue("1000") @Min(1) @Max(5000) int batchRows,
    @DefaultValue("2") @Min(1) @Max(16) int workers,
    @DefaultValue("30s") Duration lease,
    @DefaultValue("5s") Duration lookEvery,
    @DefaultValue("1h") Duration giveUpAfter) {
  ImportSettings {
    if (giveUpAfter.compareTo(lease) <= 0) {
      throw new IllegalArgumentException(
          "qunfa.importing.give-up-after (%s) must be longer than qunfa.importing.lease (%s)"
              .formatted(giveUpAfter, lease));
    }
  }
}
