/** What planning asks account-service: who may send. */
@NullMarked
package io.qunfa.task.account;

import org.jspecify.annotations.NullMarked;
