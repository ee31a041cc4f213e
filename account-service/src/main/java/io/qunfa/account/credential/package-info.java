/** A corp id with its secret: sealed at rest, written through REST, never read back. */
@NullMarked
package io.qunfa.account.credential;

import org.jspecify.annotations.NullMarked;
