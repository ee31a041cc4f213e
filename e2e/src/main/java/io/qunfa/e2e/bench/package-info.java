/** The benchmark: what the suite does, over what the bare servers do in the same run. */
@NullMarked
package io.qunfa.e2e.bench;

import org.jspecify.annotations.NullMarked;
