@NullMarked
package io.qunfa.account;

import org.jspecify.annotations.NullMarked;
