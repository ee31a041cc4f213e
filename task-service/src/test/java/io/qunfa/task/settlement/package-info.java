/** What reports mean, without servers. */
@NullMarked
package io.qunfa.task.settlement;

import org.jspecify.annotations.NullMarked;
