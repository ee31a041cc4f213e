package io.qunfa.account.token;

import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotNull;
import java.net.URI;
import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.validation.annotation.Validated;

/**
 * How access tokens are fetched and kept.
 *
 * @param wecomBaseUrl WECOM_BASE_URL: scheme, host and port, no path
 * @param refreshAhead from this long before its end a token is renewed, beside the callers who
 *     still get it
 * @param connectTimeout to open a connection to WeCom
 * @param answerTimeout for WeCom's answer
 * @param tries how often a busy WeCom is asked in all (wecom-api 1.3: at most three)
 * @param backoff before the second try, doubled before each further one
 * @param waitForRefresh how long a caller waits while another replica fetches
 * @param lockLife a refresh that takes longer loses its lock to another replica
 * @param rejectedFor how long a wrong secret is remembered and not asked again: repeated wrong
 *     secrets get the address blocked for an hour
 * @param untrustedFor the same for an address that is not trusted; a change at WeCom takes effect
 *     in about a minute
 */
@Validated
@ConfigurationProperties("qunfa.tokens")
record TokenSettings(
    @DefaultValue("https://qyapi.weixin.qq.com") @NotNull URI wecomBaseUrl,
    @DefaultValue("10m") @NotNull Duration refreshAhead,
    @DefaultValue("3s") @NotNull Duration connectTimeout,
    @DefaultValue("5s") @NotNull Duration answerTimeout,
    @DefaultValue("3") @Min(1) @Max(3) int tries,
    @DefaultValue("500ms") @NotNull Duration backoff,
    @DefaultValue("8s") @NotNull Duration waitForRefresh,
    @DefaultValue("30s") @NotNull Duration lockLife,
    @DefaultValue("10m") @NotNull Duration rejectedFor,
    @DefaultValue("1m") @NotNull Duration untrustedFor) {
  TokenSettings {
    Duration longest =
        connectTimeout.plus(answerTimeout).plus(backoff.multipliedBy(2)).multipliedBy(tries);
    if (lockLife.compareTo(longest) < 0) {
      throw new IllegalArgumentException(
          "qunfa.tokens.lock-life must cover all tries, at least " + longest);
    }
  }
}
