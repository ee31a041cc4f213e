/** Who is calling: people by a login token, services by a token of their own. */
@NullMarked
package io.qunfa.identity;

import org.jspecify.annotations.NullMarked;
