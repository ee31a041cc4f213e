/** Brings the accounts of a corp in line with its members at WeCom. */
@NullMarked
package io.qunfa.account.membersync;

import org.jspecify.annotations.NullMarked;
