/** What the rules must let pass. */
@NullMarked
package io.qunfa.architecture.good;

import org.jspecify.annotations.NullMarked;
