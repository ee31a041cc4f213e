package io.qunfa.account.policy;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.qunfa.channel.Channel;
import io.qunfa.ids.AccountId;
import io.qunfa.ids.CorpId;
import io.swagger.v3.oas.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/** What a policy is for; without any of these for the whole tenant. */
@Schema(
    description =
        "What the policy is for: an account alone, or a corp, a channel, or both; nothing: the"
            + " whole tenant. The most specific policy decides: account, corp and channel, corp,"
            + " channel, tenant.")
@JsonInclude(JsonInclude.Include.NON_NULL)
public record PolicyScope(
    @Nullable CorpId corpId, @Nullable Channel channel, @Nullable AccountId accountId) {
  static final PolicyScope TENANT = new PolicyScope(null, null, null);

  /** One text per scope, for a unique key. */
  String text() {
    if (accountId != null) {
      return "account:" + accountId;
    }
    return "corp:"
        + (corpId == null ? "" : corpId.value())
        + " channel:"
        + (channel == null ? "" : channel.text());
  }
}
