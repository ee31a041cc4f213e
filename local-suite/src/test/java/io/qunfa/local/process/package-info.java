@NullMarked
package io.qunfa.local.process;

import org.jspecify.annotations.NullMarked;
