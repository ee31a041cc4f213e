@NullMarked
package io.qunfa.wire;

import org.jspecify.annotations.NullMarked;
