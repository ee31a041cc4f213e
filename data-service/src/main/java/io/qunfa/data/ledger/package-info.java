/** What became of every recipient of every campaign. */
@NullMarked
package io.qunfa.data.ledger;

import org.jspecify.annotations.NullMarked;
