/** The suite under test as real processes. */
@NullMarked
package io.qunfa.e2e;

import org.jspecify.annotations.NullMarked;
