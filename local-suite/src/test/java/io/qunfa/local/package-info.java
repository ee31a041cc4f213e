@NullMarked
package io.qunfa.local;

import org.jspecify.annotations.NullMarked;
