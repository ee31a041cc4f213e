/** Corps, credentials, accounts, access tokens and permits. */
@NullMarked
package io.qunfa.account;

import org.jspecify.annotations.NullMarked;
