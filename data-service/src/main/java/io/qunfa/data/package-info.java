/** The data service: contacts, suppressions, imports, audiences, the ledger, reports. */
@NullMarked
package io.qunfa.data;

import org.jspecify.annotations.NullMarked;
