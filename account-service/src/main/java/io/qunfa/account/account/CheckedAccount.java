package io.qunfa.account.account;

import io.qunfa.channel.Channel;
import io.qunfa.ids.CorpId;
import io.qunfa.ids.CredentialId;
import java.util.List;

/** Fit to be stored. */
record CheckedAccount(
    Identity identity, CredentialId credentialId, int dailyQuota, List<String> tags) {

  /** What makes an account this one: storing it again changes the rest. */
  record Identity(CorpId corpId, Channel channel, String memberUserid) {}
}
