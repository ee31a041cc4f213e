/**
 * The suite's services as processes of this machine, from the modules' executable jars. Start at
 * {@link io.qunfa.local.suite.Suite}.
 */
@NullMarked
package io.qunfa.local.suite;

import org.jspecify.annotations.NullMarked;
