@NullMarked
package io.qunfa.task.store;

import org.jspecify.annotations.NullMarked;
