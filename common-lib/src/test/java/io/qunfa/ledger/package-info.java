@NullMarked
package io.qunfa.ledger;

import org.jspecify.annotations.NullMarked;
