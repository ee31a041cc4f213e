/** The states of accounts: who may send now, how much today, and who or what moved them. */
@NullMarked
package io.qunfa.account.pool;

import org.jspecify.annotations.NullMarked;
