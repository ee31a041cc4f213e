package io.qunfa.data.recheck;

import io.qunfa.channel.Channel;
import io.qunfa.data.ledger.CheckedAgainst;
import io.qunfa.ids.CorpId;
import io.qunfa.protection.Exemption;

/**
 * A job as the ledger has it.
 *
 * @param undecided recipients that the channel may have: UNKNOWN or ISSUED
 */
record JobStanding(
    CorpId corpId,
    Channel channel,
    Exemption exemption,
    CheckedAgainst checked,
    long planned,
    long undecided) {}
