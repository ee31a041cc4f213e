@NullMarked
package io.qunfa.account.token;

import org.jspecify.annotations.NullMarked;
