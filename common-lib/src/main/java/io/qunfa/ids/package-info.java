/** Identities as types: an account id cannot arrive where a campaign id is due. */
@NullMarked
package io.qunfa.ids;

import org.jspecify.annotations.NullMarked;
