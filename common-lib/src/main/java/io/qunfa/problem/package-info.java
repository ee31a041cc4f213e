/** Every error body of the suite: RFC 9457 problem details with a stable code. */
@NullMarked
package io.qunfa.problem;

import org.jspecify.annotations.NullMarked;
