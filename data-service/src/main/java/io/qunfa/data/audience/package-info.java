/** Who is meant by a rule, and which account writes to whom. */
@NullMarked
package io.qunfa.data.audience;

import org.jspecify.annotations.NullMarked;
