/**
 * Access tokens: one per credential, fetched by one replica at a time, handed to executors only.
 */
@NullMarked
package io.qunfa.account.token;

import org.jspecify.annotations.NullMarked;
