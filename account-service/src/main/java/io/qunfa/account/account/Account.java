package io.qunfa.account.account;

import io.qunfa.channel.Channel;
import io.qunfa.ids.AccountId;
import io.qunfa.ids.CorpId;
import io.qunfa.ids.CredentialId;
import java.util.List;

/**
 * @param dailyQuota recipients per day in the corp's zone
 */
record Account(
    AccountId accountId,
    CorpId corpId,
    Channel channel,
    String memberUserid,
    CredentialId credentialId,
    AccountStatus status,
    int dailyQuota,
    List<String> tags) {
  Account {
    tags = List.copyOf(tags);
  }
}
