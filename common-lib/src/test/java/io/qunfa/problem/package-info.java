@NullMarked
package io.qunfa.problem;

import org.jspecify.annotations.NullMarked;
