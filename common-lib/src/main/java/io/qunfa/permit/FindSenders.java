package io.qunfa.permit;

import io.qunfa.channel.Channel;
import io.qunfa.ids.AccountId;
import io.qunfa.ids.CorpId;
import io.qunfa.ids.TenantId;
import java.util.List;

/**
 * Asks account-service for the accounts of some members of a corp on a channel, and for some by id.
 * The work and the answer grow with what is asked for, not with the corp. The answer is a {@link
 * SendingAccount.Listing}.
 *
 * @param memberUserids usually those who follow the contacts of some tasks
 * @param accountIds besides; those of other corps and channels are left out
 */
public record FindSenders(
    TenantId tenantId,
    CorpId corpId,
    Channel channel,
    List<String> memberUserids,
    List<AccountId> accountIds) {
  public FindSenders {
    memberUserids = List.copyOf(memberUserids);
    accountIds = List.copyOf(accountIds);
  }
}
