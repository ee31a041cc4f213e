@NullMarked
package io.qunfa.account.pool;

import org.jspecify.annotations.NullMarked;
