package io.qunfa.account.policy;

import io.qunfa.channel.Channel;
import io.qunfa.ids.AccountId;
import io.qunfa.ids.CorpId;
import java.util.Map;

/** All policies of one tenant at one moment. */
public record PolicySet(long revision, Map<PolicyScope, LimitValues> byScope) {
  public PolicySet {
    byScope = Map.copyOf(byScope);
  }

  /** What the policies say about an account, the most specific first. */
  public LimitValues of(CorpId corp, Channel channel, AccountId account) {
    return at(new PolicyScope(null, null, account)).or(of(corp, channel));
  }

  /** What they say about all of a corp's accounts of a channel. */
  public LimitValues of(CorpId corp, Channel channel) {
    return at(new PolicyScope(corp, channel, null))
        .or(at(new PolicyScope(corp, null, null)))
        .or(at(new PolicyScope(null, channel, null)))
        .or(tenant());
  }

  public LimitValues tenant() {
    return at(PolicyScope.TENANT);
  }

  private LimitValues at(PolicyScope scope) {
    return byScope.getOrDefault(scope, LimitValues.NONE);
  }
}
