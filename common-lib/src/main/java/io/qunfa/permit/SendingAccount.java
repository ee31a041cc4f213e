package io.qunfa.permit;

import io.qunfa.channel.Channel;
import io.qunfa.ids.AccountId;
import io.qunfa.ids.CorpId;
import io.qunfa.ids.CredentialId;
import java.util.List;

/**
 * An account as planning sees it.
 *
 * @param usedToday recipients counted against the quota today, in the corp's zone
 */
public record SendingAccount(
    AccountId accountId,
    CorpId corpId,
    Channel channel,
    String memberUserid,
    CredentialId credentialId,
    boolean active,
    int dailyQuota,
    long usedToday,
    List<String> tags) {
  public SendingAccount {
    tags = List.copyOf(tags);
  }

  public record Listing(List<SendingAccount> accounts) {
    public Listing {
      accounts = List.copyOf(accounts);
    }
  }
}
