/** What executors ask task-service: may I begin, and what is to be followed up. */
@NullMarked
package io.qunfa.job;

import org.jspecify.annotations.NullMarked;
