/** One class per rule that breaks it; only ever read as bytecode by the test of the rules. */
@NullMarked
package io.qunfa.architecture.bad;

import org.jspecify.annotations.NullMarked;
