/** Who must not be written to. */
@NullMarked
package io.qunfa.data.suppression;

import org.jspecify.annotations.NullMarked;
