package io.qunfa.task.lane;

import io.qunfa.channel.Channel;
import io.qunfa.ids.CorpId;
import io.qunfa.ids.CredentialId;
import io.qunfa.ids.TenantId;
import io.qunfa.permit.SendingAccount;

/** Who sends, as executors need it. */
public record Lane(
    LaneId id, Channel channel, CorpId corpId, CredentialId credentialId, String memberUserid) {

  public static Lane of(TenantId tenant, SendingAccount account) {
    return new Lane(
        new LaneId(tenant, account.accountId()),
        account.channel(),
        account.corpId(),
        account.credentialId(),
        account.memberUserid());
  }
}
