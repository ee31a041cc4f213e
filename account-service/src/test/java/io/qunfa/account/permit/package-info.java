@NullMarked
package io.qunfa.account.permit;

import org.jspecify.annotations.NullMarked;
