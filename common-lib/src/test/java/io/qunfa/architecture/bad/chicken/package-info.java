/** Half of a cycle of features. */
@NullMarked
package io.qunfa.architecture.bad.chicken;

import org.jspecify.annotations.NullMarked;
