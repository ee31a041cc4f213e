/** What an executor asks the other services. */
@NullMarked
package io.qunfa.executor.suite;

import org.jspecify.annotations.NullMarked;
