package io.qunfa.data.ledger;

import io.qunfa.ids.AccountId;

/** One account's share of a campaign, as the ledger keeps it. */
public record LedgerJob(int jobNo, AccountId accountId, String memberUserid, int recipients) {}
