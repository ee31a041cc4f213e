/** The per-recipient record: its states, and its counts. Written by data-service only. */
@NullMarked
package io.qunfa.ledger;

import org.jspecify.annotations.NullMarked;
