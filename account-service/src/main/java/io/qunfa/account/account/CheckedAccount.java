package io.qunfa.account.account;

import io.qunfa.channel.Channel;
import io.qunfa.ids.CorpId;
import io.qunfa.ids.CredentialId;
import java.time.ZoneId;

/**
 * Fit to be stored.
 *
 * @param zone the corp's: a warm-up begins on its day
 */
record CheckedAccount(
    Identity identity, CredentialId credentialId, GivenTraits traits, ZoneId zone) {

  /** This, and where it says nothing what was said earlier of the same account. */
  CheckedAccount after(CheckedAccount earlier) {
    return new CheckedAccount(identity, credentialId, traits.after(earlier.traits), zone);
  }

  /** What makes an account this one: storing it again changes the rest. */
  record Identity(CorpId corpId, Channel channel, String memberUserid) {}
}
