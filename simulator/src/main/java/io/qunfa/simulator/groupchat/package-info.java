/** The calls about customer groups. */
@NullMarked
package io.qunfa.simulator.groupchat;

import org.jspecify.annotations.NullMarked;
