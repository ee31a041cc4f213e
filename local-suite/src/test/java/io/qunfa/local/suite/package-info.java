@NullMarked
package io.qunfa.local.suite;

import org.jspecify.annotations.NullMarked;
