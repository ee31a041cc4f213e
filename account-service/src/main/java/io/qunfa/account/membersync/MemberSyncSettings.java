package io.qunfa.account.membersync;

import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotNull;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.validation.annotation.Validated;

/**
 * Asking WeCom for members, and how many accounts may go offline for what it says.
 *
 * @param wecomBaseUrl WECOM_BASE_URL
 * @param leavingPercent a larger share of a channel's accounts goes offline only if the request
 *     allows it: the visible range of the credential may have been cut
 * @param leavingAlways so many may go offline whatever share they are
 */
@Validated
@ConfigurationProperties("qunfa.member-sync")
record MemberSyncSettings(
    @DefaultValue("https://qyapi.weixin.qq.com") @NotNull String wecomBaseUrl,
    @DefaultValue("20") @Min(0) @Max(100) int leavingPercent,
    @DefaultValue("5") @Min(0) int leavingAlways) {
  private static final int WHOLE = 100;

  boolean areTooMany(int leaving, int inPool) {
    return leaving > leavingAlways && (long) leaving * WHOLE > (long) inPool * leavingPercent;
  }
}
