/**
 * The corps' recipient policies, and how many messages each contact has been promised. No channel
 * is a way round it.
 */
@NullMarked
package io.qunfa.data.protection;

import org.jspecify.annotations.NullMarked;
