@NullMarked
package io.qunfa.account.policy;

import org.jspecify.annotations.NullMarked;
