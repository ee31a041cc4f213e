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
 * @param refreshAhead a token is renewed this long before its end at the earliest and half as long
 *     at the latest, each at a moment of its own, beside the callers who still get it
 * @param connectTimeout to open a connection to WeCom
 * @param answerTimeout for WeCom's answer
 * @param tries how often a busy WeCom is asked in all (wecom-api 1.3: at most three)
 * @param backoff before the second try, doubled before each further one
 * @param waitForRefresh how long a caller waits while another replica fetches
 * @param lockLife a refresh that takes longer loses its lock to another replica
 * @param rejectedTries how often a secret that WeCom rejects is tried in all: repeated wrong
 *     secrets get the address blocked for an hour (wecom-api 1.2)
 * @param rejectedFor how long it rests after the first rejection, doubled after each further one
 * @param untrustedFor the same for an address that is not trusted, which is tried for ever; a
 *     change at WeCom takes effect in about a minute
 * @param longestPause no such rest is longer
 * @param unavailableFor how long nobody asks again after WeCom did not answer
 * @param tooOftenFor how long nobody asks for any credential's token after WeCom said that it was
 *     asked too often: it says so too while it has blocked the address for an hour
 * @param refusedPerHour so many askings of all credentials together may be refused in an hour, half
 *     as many of those that were never granted; a tenant leaves the others as many as it has used.
 *     300 is the lowest figure known (wecom-api 1.2)
 * @param takeBackSpacing a credential's tokens are taken back at most once in this time: if WeCom
 *     refuses whatever it gives out, getting a new one with every call would have us blocked
 * @param fetchesTogether so many tokens are fetched with one secret in {@code fetchSpacing} at
 *     most: replicas that cannot open each other's tokens would go on for ever
 * @param fetchSpacing see {@code fetchesTogether}; shorter if the token ends before
 * @param watchEvery how often refused askings are counted for the metrics
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
    @DefaultValue("3") @Min(1) @Max(10) int rejectedTries,
    @DefaultValue("2m") @NotNull Duration rejectedFor,
    @DefaultValue("1m") @NotNull Duration untrustedFor,
    @DefaultValue("30m") @NotNull Duration longestPause,
    @DefaultValue("2s") @NotNull Duration unavailableFor,
    @DefaultValue("1h") @NotNull Duration tooOftenFor,
    @DefaultValue("100") @Min(1) int refusedPerHour,
    @DefaultValue("5s") @NotNull Duration takeBackSpacing,
    @DefaultValue("3") @Min(1) int fetchesTogether,
    @DefaultValue("5m") @NotNull Duration fetchSpacing,
    @DefaultValue("5s") @NotNull Duration watchEvery) {
  TokenSettings {
    Duration longest =
        connectTimeout.plus(answerTimeout).plus(backoff.multipliedBy(2)).multipliedBy(tries);
    if (lockLife.compareTo(longest) < 0) {
      throw new IllegalArgumentException(
          "qunfa.tokens.lock-life must cover all tries, at least " + longest);
    }
  }
}
