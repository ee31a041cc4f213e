package io.qunfa.account.membersync;

import jakarta.validation.constraints.NotNull;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.validation.annotation.Validated;

/**
 * Asking WeCom for members.
 *
 * @param wecomBaseUrl WECOM_BASE_URL
 */
@Validated
@ConfigurationProperties("qunfa.member-sync")
record MemberSyncSettings(
    @DefaultValue("https://qyapi.weixin.qq.com") @NotNull String wecomBaseUrl) {}
