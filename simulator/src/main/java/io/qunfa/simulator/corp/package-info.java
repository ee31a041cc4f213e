/**
 * Corps with their secrets, members, customers and customer groups, packed tightly enough for
 * millions.
 */
@NullMarked
package io.qunfa.simulator.corp;

import org.jspecify.annotations.NullMarked;
