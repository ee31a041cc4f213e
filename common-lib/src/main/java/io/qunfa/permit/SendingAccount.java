package io.qunfa.permit;

import io.qunfa.channel.Channel;
import io.qunfa.ids.AccountId;
import io.qunfa.ids.CorpId;
import io.qunfa.ids.CredentialId;
import java.util.List;

/**
 * An account as planning sees it.
 *
 * @param active new work may be planned for it
 * @param dailyQuota recipients today: less than the whole quota while it warms up
 * @param usedToday recipients counted against the quota today, in the corp's zone
 * @param favour how gladly it is given work beside others, from its weight and health; 1 is usual
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
    List<String> tags,
    double favour) {
  public SendingAccount {
    tags = List.copyOf(tags);
  }

  public record Listing(List<SendingAccount> accounts) {
    public Listing {
      accounts = List.copyOf(accounts);
    }
  }
}
