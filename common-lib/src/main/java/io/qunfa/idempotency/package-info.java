/** One key, one effect: the Idempotency-Key header of every POST that creates. */
@NullMarked
package io.qunfa.idempotency;

import org.jspecify.annotations.NullMarked;
