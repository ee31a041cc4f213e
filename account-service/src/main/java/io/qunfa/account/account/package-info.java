/** Sending identities: a member behind the API, a session at a gateway, a seat of an agent. */
@NullMarked
package io.qunfa.account.account;

import org.jspecify.annotations.NullMarked;
