@NullMarked
package io.qunfa.account.credential;

import org.jspecify.annotations.NullMarked;
