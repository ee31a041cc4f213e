/** Calls that send to nobody, granted by account-service a few at a time. */
@NullMarked
package io.qunfa.apiexecutor.slice;

import org.jspecify.annotations.NullMarked;
