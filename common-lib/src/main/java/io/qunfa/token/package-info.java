/** Access tokens, handed out by account-service to executors only. */
@NullMarked
package io.qunfa.token;

import org.jspecify.annotations.NullMarked;
