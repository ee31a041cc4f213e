/** Calls from one of our services to another: pooled, timed, with the service's own token. */
@NullMarked
package io.qunfa.neighbour;

import org.jspecify.annotations.NullMarked;
