/**
 * Made-up companies: members, accounts and contacts, known to the suite and the simulator alike.
 */
@NullMarked
package io.qunfa.e2e.company;

import org.jspecify.annotations.NullMarked;
