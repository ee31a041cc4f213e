@NullMarked
package io.qunfa.idempotency;

import org.jspecify.annotations.NullMarked;
