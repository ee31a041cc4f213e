/** What operators read about a campaign, and the proof that the ledger balances. */
@NullMarked
package io.qunfa.data.report;

import org.jspecify.annotations.NullMarked;
