package io.qunfa.apiexecutor.wecom;

import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotNull;
import java.net.URI;
import java.time.Duration;
import java.util.Objects;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.validation.annotation.Validated;

/**
 * How WeCom is called.
 *
 * @param baseUrl WECOM_BASE_URL: scheme, host and port, no path
 * @param connectTimeout to open a connection
 * @param answerTimeout from the request to the end of its answer; task-service takes a sending
 *     without outcome for lost after its own, longer limit
 * @param uploadTimeout the same for a file
 * @param idleConnections kept open for the next call
 * @param idleFor how long: shorter than servers keep theirs, so that a call seldom meets one that
 *     is just being closed
 * @param rateWindow how long an API of a corp rests after 45009; four times as long if it comes
 *     again right afterwards, up to an hour (wecom-api 7.3: minute and hour windows)
 * @param busyRetry when a job shall be tried again after WeCom was busy or away
 * @param parallelRetry the same after 45033, with up to as much again by chance
 * @param configurationRetry the same while a person must act
 */
@Validated
@ConfigurationProperties("qunfa.wecom")
public record WecomSettings(
    @DefaultValue("https://qyapi.weixin.qq.com") @NotNull URI baseUrl,
    @DefaultValue("3s") @NotNull Duration connectTimeout,
    @DefaultValue("30s") @NotNull Duration answerTimeout,
    @DefaultValue("60s") @NotNull Duration uploadTimeout,
    @DefaultValue("32") @Min(1) int idleConnections,
    @DefaultValue("20s") @NotNull Duration idleFor,
    @DefaultValue("60s") @NotNull Duration rateWindow,
    @DefaultValue("5s") @NotNull Duration busyRetry,
    @DefaultValue("2s") @NotNull Duration parallelRetry,
    @DefaultValue("1m") @NotNull Duration configurationRetry) {

  public WecomSettings {
    boolean web = "https".equals(baseUrl.getScheme()) || "http".equals(baseUrl.getScheme());
    String path = Objects.requireNonNullElse(baseUrl.getPath(), "");
    boolean bare =
        (path.isEmpty() || path.equals("/"))
            && baseUrl.getQuery() == null
            && baseUrl.getFragment() == null
            && baseUrl.getUserInfo() == null;
    if (!web || !bare || baseUrl.getHost() == null) {
      throw new IllegalArgumentException(
          "WECOM_BASE_URL must be https://host or https://host:port without a path, got \""
              + baseUrl
              + "\"");
    }
    if (answerTimeout.compareTo(connectTimeout) <= 0) {
      throw new IllegalArgumentException(
          "qunfa.wecom.answer-timeout must be longer than connect-timeout, got "
              + answerTimeout
              + " and "
              + connectTimeout);
    }
  }
}
