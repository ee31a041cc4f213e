/**
 * The style rules that a machine can check. Every module runs them over itself; published in the
 * test-jar of common-lib.
 */
@NullMarked
package io.qunfa.architecture;

import org.jspecify.annotations.NullMarked;
