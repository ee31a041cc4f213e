@NullMarked
package io.qunfa.apiexecutor.slice;

import org.jspecify.annotations.NullMarked;
