/** The limiter: leave to send, counted in Redis by Redis' own clock. */
@NullMarked
package io.qunfa.account.permit;

import org.jspecify.annotations.NullMarked;
