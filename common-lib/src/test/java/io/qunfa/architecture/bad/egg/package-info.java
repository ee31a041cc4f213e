/** Half of a cycle of features. */
@NullMarked
package io.qunfa.architecture.bad.egg;

import org.jspecify.annotations.NullMarked;
