/** The limiter's leave to send. Spoken between task-service and account-service. */
@NullMarked
package io.qunfa.permit;

import org.jspecify.annotations.NullMarked;
