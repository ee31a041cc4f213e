/** The enterprises whose customers are written to. */
@NullMarked
package io.qunfa.account.corp;

import org.jspecify.annotations.NullMarked;
