package io.qunfa.apiexecutor.media;

import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotNull;
import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.validation.annotation.Validated;

/**
 * @param usedFor how long WeCom's id of an uploaded file is used; it lives three days, and the
 *     member who confirms later still needs it (wecom-api 6)
 * @param waitForUpload how long a job waits for its turn, also while another one uploads the same
 *     file
 * @param parallelUploads at once in this process: each holds up to twenty megabytes in memory
 */
@Validated
@ConfigurationProperties("qunfa.media")
record MediaSettings(
    @DefaultValue("24h") @NotNull Duration usedFor,
    @DefaultValue("60s") @NotNull Duration waitForUpload,
    @DefaultValue("2") @Min(1) int parallelUploads) {
  private static final Duration LONGEST = Duration.ofHours(60);

  MediaSettings {
    if (usedFor.compareTo(LONGEST) > 0) {
      throw new IllegalArgumentException(
          "qunfa.media.used-for must not be longer than two and a half days");
    }
  }
}
