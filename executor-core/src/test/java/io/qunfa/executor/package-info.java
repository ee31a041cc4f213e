@NullMarked
package io.qunfa.executor;

import org.jspecify.annotations.NullMarked;
