package io.qunfa.account.account;

import io.qunfa.account.pool.Health;
import io.qunfa.account.pool.Standing;
import io.qunfa.channel.Channel;
import io.qunfa.ids.AccountId;
import io.qunfa.ids.CorpId;
import io.qunfa.ids.CredentialId;

/** An account as it stood when it was read. */
record Account(
    AccountId accountId,
    CorpId corpId,
    Channel channel,
    String memberUserid,
    CredentialId credentialId,
    Traits traits,
    Standing standing,
    Health health) {}
