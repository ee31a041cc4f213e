/** Asks data-service to whom jobs may still go, and holds back or closes those that may not. */
@NullMarked
package io.qunfa.task.protection;

import org.jspecify.annotations.NullMarked;
