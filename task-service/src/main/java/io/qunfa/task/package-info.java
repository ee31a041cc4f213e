/** The life of campaigns and single tasks: from the request to the last receipt. */
@NullMarked
package io.qunfa.task;

import org.jspecify.annotations.NullMarked;
