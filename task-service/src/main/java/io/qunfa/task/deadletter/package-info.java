/**
 * What gave up, kept until somebody decides: jobs, and messages that no service could work with.
 */
@NullMarked
package io.qunfa.task.deadletter;

import org.jspecify.annotations.NullMarked;
