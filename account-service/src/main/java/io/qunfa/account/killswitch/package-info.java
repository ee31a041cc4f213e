/** Stops all sending of a corp or of a tenant at once, and lets it go on. */
@NullMarked
package io.qunfa.account.killswitch;

import org.jspecify.annotations.NullMarked;
